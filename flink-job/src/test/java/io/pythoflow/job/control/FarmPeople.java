package io.pythoflow.job.control;

import io.pythoflow.contract.rules.ControlMode;
import io.pythoflow.contract.rules.Manual;
import io.pythoflow.contract.rules.Pause;
import io.pythoflow.job.control.FarmRules.Draft;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;

/** Who changes the rules, more often than anybody should. */
final class FarmPeople {
    private static final long MINUTE = 60_000;

    private final Agenda agenda;
    private final Chronicle chronicle;
    private final FarmRules rules;
    private final Random random;
    private final Runnable publish;
    private final BooleanSupplier quiet;
    private final BooleanSupplier mayRemoveZones;
    private int manuals;

    FarmPeople(
            Agenda agenda,
            Chronicle chronicle,
            FarmRules rules,
            Random random,
            Runnable publish,
            BooleanSupplier quiet,
            BooleanSupplier mayRemoveZones) {
        this.agenda = agenda;
        this.chronicle = chronicle;
        this.rules = rules;
        this.random = random;
        this.publish = publish;
        this.quiet = quiet;
        this.mayRemoveZones = mayRemoveZones;
    }

    void publishRules() {
        agenda.in(random.nextInt(500), publish);
    }

    private void later(int minutes, Runnable edit) {
        agenda.in(
                minutes * MINUTE,
                () -> {
                    if (!quiet.getAsBoolean()) {
                        edit.run();
                        publishRules();
                    }
                });
    }

    void edit() {
        List<String> ids = rules.zoneIds();
        Draft zone = rules.draft(ids.get(random.nextInt(ids.size())));
        int minutes = 2 + random.nextInt(8);
        switch (random.nextInt(11)) {
            case 0 -> {
                zone.low = zone.low + random.nextDouble() * 2 - 1;
                rules.edited();
            }
            case 1 -> {
                rules.well(25 + random.nextInt(10));
                later(minutes, rules::wellAsUsual);
            }
            case 2 -> {
                rules.pause(new Pause(agenda.now() + minutes * MINUTE, null));
                chronicle.reach("pauses");
            }
            case 3 -> {
                zone.pause = new Pause(null, "by hand");
                rules.edited();
                chronicle.reach("pauses");
                later(
                        minutes,
                        () -> {
                            zone.pause = null;
                            rules.edited();
                        });
            }
            case 4, 5 -> {
                int seconds = 30 + random.nextInt(120);
                zone.manual = new Manual("m" + manuals++, seconds, agenda.now() + minutes * MINUTE);
                rules.edited();
            }
            case 6 -> {
                rules.stop();
                chronicle.reach("emergency stops");
                later(minutes, rules::resume);
            }
            case 7 -> {
                // What is said meanwhile is not heard.
                if (mayRemoveZones.getAsBoolean()) {
                    rules.remove(zone.id);
                    chronicle.reach("zones removed");
                    later(minutes, () -> rules.putBack(zone.id));
                }
            }
            case 8, 9 -> {
                long now = agenda.now();
                rules.drafts().forEach(one -> one.maintenanceResetAt = now);
                rules.edited();
            }
            default -> {
                zone.mode = random.nextInt(3) == 0 ? ControlMode.OFF : ControlMode.ADVISE;
                rules.edited();
                later(
                        minutes,
                        () -> {
                            zone.mode = ControlMode.ACT;
                            rules.edited();
                        });
            }
        }
        publishRules();
    }
}
