package io.pythoflow.sim.field;

import io.pythoflow.contract.agronomy.Crop;
import io.pythoflow.contract.agronomy.Soil;
import io.pythoflow.sim.field.fault.Fault;
import io.pythoflow.sim.field.fault.FaultSelection;
import io.pythoflow.sim.field.soil.Site;
import io.pythoflow.sim.field.soil.Watering;
import io.pythoflow.sim.field.valve.Misbehaviour;
import io.pythoflow.sim.field.valve.MisbehaviourSelection;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of a simulated field, for every command that starts one. */
public final class FieldOptions {

    private static final String LIST = "list";
    private static final Duration PAST_INTERVAL = Duration.ofMinutes(5);

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec spec;

    @Option(
            names = "--gateways",
            paramLabel = "N",
            defaultValue = "2",
            description = "Gateways, irrigation-gateway-000 and up; 1 to 1000.")
    private int gateways = 2;

    @Option(
            names = "--sensors",
            paramLabel = "N",
            defaultValue = "4",
            description = "Sensors per gateway, 000-A1 and so on; 1 to 1000.")
    private int sensors = 4;

    @Option(
            names = "--sensors-per-zone",
            paramLabel = "N",
            defaultValue = "2",
            description = "Sensors that share a zone, field-01.A and so on, and its valve.")
    private int sensorsPerZone = 2;

    @Option(
            names = "--interval",
            paramLabel = "DURATION",
            defaultValue = "1s",
            converter = DurationConverter.class,
            description =
                    "Between two readings of a sensor: 500ms, 1s, 2m; 5m if a past is told and it is"
                            + " not given.")
    private Duration interval = Duration.ofSeconds(1);

    @Option(
            names = "--status-interval",
            paramLabel = "DURATION",
            defaultValue = "30s",
            converter = DurationConverter.class,
            description =
                    "Between two status messages of a gateway, and two of its diagnostics. If a past"
                            + " is told and it is not given, as long as --interval and at least"
                            + " 30s.")
    private Duration statusInterval = Duration.ofSeconds(30);

    @Option(
            names = "--seconds",
            paramLabel = "SECONDS",
            defaultValue = "0",
            description = "How long to publish; 0 until Ctrl-C.")
    private double seconds;

    @Option(
            names = "--seed",
            paramLabel = "NUMBER",
            defaultValue = "1",
            description =
                    "Weather, soils, sensors, faults and misbehaviour follow from it. The same seed"
                            + " at the same start time, and the same commands at the same times, give"
                            + " the same messages byte for byte.")
    private long seed = 1;

    @Option(
            names = "--firmware",
            paramLabel = "v1|original",
            defaultValue = "v1",
            description =
                    "v1: one object per reading on irrigation/sensors/{sensor_id}/data, with ids,"
                            + " times and units, and status, errors and diagnostics. original: what the"
                            + " first PythoFlow's ESP32 sends, one array per gateway on"
                            + " irrigation/gateway/status, without times.")
    private Firmware firmware = Firmware.V1;

    @Option(
            names = "--time-lapse",
            paramLabel = "FACTOR",
            defaultValue = "720",
            description =
                    "Seconds of the field's physics per second of the clock, 1 to 1000000. At 720 a"
                            + " day takes two minutes. Timestamps stay real. 1 where a past is told.")
    private double timeLapse = 720;

    @Option(
            names = "--start-date",
            paramLabel = "DATE",
            defaultValue = "2025-05-01",
            description =
                    "Day of planting, YYYY-MM-DD; the field begins at 6 in the morning of it, solar"
                            + " time. If a past is told and it is not given, the past's first day.")
    private LocalDate startDate = LocalDate.of(2025, 5, 1);

    @Option(
            names = "--latitude",
            paramLabel = "DEGREES",
            defaultValue = "41.1",
            description = "Of the field, north positive, -66 to 66.")
    private double latitude = 41.1;

    @Option(
            names = "--elevation",
            paramLabel = "METRES",
            defaultValue = "100",
            description = "Of the field above the sea, -430 to 5000.")
    private double elevation = 100;

    @Option(
            names = "--crop",
            defaultValue = "tomato",
            description = "What grows: ${COMPLETION-CANDIDATES}.")
    private Crop crop = Crop.TOMATO;

    @Option(
            names = "--soil",
            defaultValue = "loam",
            description = "In what: ${COMPLETION-CANDIDATES}.")
    private Soil soil = Soil.LOAM;

    @Option(
            names = "--faults",
            paramLabel = "none|all|list|NAME,...",
            defaultValue = "none",
            description =
                    "What goes wrong: nothing, everything, or the faults named. 'list' explains them"
                            + " and ends.")
    private String faults = FaultSelection.NONE;

    @Option(
            names = "--fault-rate",
            paramLabel = "SHARE",
            defaultValue = "0.02",
            description =
                    "Share of the messages that each fault strikes in the long run, 0 to 0.5.")
    private double faultRate = 0.02;

    @Option(
            names = "--watering",
            paramLabel = "rule|commands",
            defaultValue = "rule",
            description =
                    "rule: a zone that has used up its readily available water is refilled at 6 in"
                            + " the morning, field time; commands are not subscribed to. commands:"
                            + " only commands open valves.")
    private Watering watering = Watering.RULE;

    @Option(
            names = "--misbehave",
            paramLabel = "list|NAME[:DEVICE]",
            showDefaultValue = Visibility.NEVER,
            description =
                    "With --watering commands, what a device (000-A; with the original firmware a"
                            + " node, 000-A1) does wrong, or all devices do. Can be repeated. 'list'"
                            + " explains them and ends.")
    private List<String> misbehaviours = List.of();

    @Option(
            names = "--misbehave-share",
            paramLabel = "SHARE",
            defaultValue = "1",
            description =
                    "Share of the commands that each misbehaviour strikes, above 0 to 1; drawn from"
                            + " the seed.")
    private double misbehaveShare = 1;

    /** The catalogues of what goes wrong, if that is all that was asked for. */
    public Optional<String> lists() {
        if (faults.equals(LIST)) {
            return Optional.of(faultList());
        }
        return misbehaviours.contains(LIST) ? Optional.of(misbehaviourList()) : Optional.empty();
    }

    private static String misbehaviourList() {
        StringBuilder text = new StringBuilder();
        for (Misbehaviour misbehaviour : Misbehaviour.values()) {
            text.append(misbehaviour.option()).append('\n');
            text.append("    ").append(misbehaviour.effect()).append('\n');
        }
        return text.toString();
    }

    private static String faultList() {
        StringBuilder text = new StringBuilder();
        for (Fault fault : Fault.values()) {
            text.append(fault.option()).append('\n');
            text.append("    ").append(fault.effect()).append('\n');
            text.append("    Seen: ").append(fault.observation()).append('\n');
        }
        return text.toString();
    }

    /**
     * Connects the gateways and starts to publish.
     *
     * @throws ParameterException if a value is out of its range; nothing was started
     * @throws InterruptedException if interrupted while connecting; nothing is left open
     */
    public FieldRun start(GatewayConnector connector) throws InterruptedException {
        return RunningField.start(config(), connector, InstantSource.system(), seconds);
    }

    /** Everything but the connection and the duration. */
    FieldConfig config() {
        try {
            if (!(seconds >= 0)) {
                throw new IllegalArgumentException(
                        "Cannot publish for %s seconds; give 0 or more".formatted(seconds));
            }
            return config(
                    interval,
                    statusInterval,
                    timeLapse,
                    startDate,
                    FaultSelection.parse(faults, faultRate));
        } catch (IllegalArgumentException e) {
            if (spec == null) {
                throw e;
            }
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    /**
     * The field whose past is told: physics at the pace of the clock, and nobody but the field
     * itself opened its valves.
     *
     * @param firstDay of the past, where the field is
     * @param problems gets what does not fit, a sentence each
     */
    Optional<FieldConfig> pastConfig(LocalDate firstDay, List<String> problems) {
        Duration every = isGiven("--interval") ? interval : PAST_INTERVAL;
        Duration statusEvery =
                isGiven("--status-interval") || every.compareTo(statusInterval) < 0
                        ? statusInterval
                        : every;
        problems.addAll(misfitsOfPast());
        try {
            FaultSelection selected = FaultSelection.parse(faults, faultRate);
            if (!faults.equals(FaultSelection.ALL) && selected.faults().contains(Fault.NO_CLOCK)) {
                problems.add(
                        "--past excludes --faults no-clock: a reading of the past without a time"
                                + " counts as one of now");
            }
            return Optional.of(
                    config(
                            every,
                            statusEvery,
                            1,
                            isGiven("--start-date") ? startDate : firstDay,
                            selected.without(Fault.NO_CLOCK)));
        } catch (IllegalArgumentException e) {
            problems.add(e.getMessage());
            return Optional.empty();
        }
    }

    private List<String> misfitsOfPast() {
        List<String> misfits = new ArrayList<>();
        if (isGiven("--seconds")) {
            misfits.add("--past excludes --seconds: the past ends now");
        }
        if (isGiven("--time-lapse")) {
            misfits.add("--past excludes --time-lapse: days of the past are days");
        }
        if (watering != Watering.RULE) {
            misfits.add("--past excludes --watering commands: nobody commanded valves then");
        }
        if (isGiven("--misbehave")) {
            misfits.add("--past excludes --misbehave: no commands can be disobeyed");
        }
        if (firmware != Firmware.V1) {
            misfits.add("--past excludes --firmware original: it sends no times");
        }
        return misfits;
    }

    /** Whether all faults are on but the one that no past has. */
    boolean leavesOutNoClock() {
        return faults.equals(FaultSelection.ALL);
    }

    private boolean isGiven(String option) {
        return spec != null && spec.commandLine().getParseResult().hasMatchedOption(option);
    }

    private FieldConfig config(
            Duration every,
            Duration statusEvery,
            double lapse,
            LocalDate planted,
            FaultSelection selected) {
        return new FieldConfig(
                gateways,
                sensors,
                sensorsPerZone,
                every,
                statusEvery,
                seed,
                lapse,
                new Site(latitude, elevation, planted),
                soil,
                crop,
                firmware,
                selected,
                watering,
                MisbehaviourSelection.parse(misbehaviours, misbehaveShare));
    }
}
