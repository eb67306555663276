package io.pythoflow.job.control;

import io.pythoflow.contract.metric.Metric;
import io.pythoflow.contract.payload.Measurement;
import io.pythoflow.job.control.sense.SensorReport;
import io.pythoflow.job.control.sense.SensorReport.Channel;
import io.pythoflow.job.control.sense.SensorReport.Doubt;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** What becomes of readings on their way to the job. */
final class ReadingTraffic {
    static final List<Doubt> DOUBTS = List.of(Doubt.HISTORICAL, Doubt.CLOCK, Doubt.IDENTITY);

    private static final long MINUTE = 60_000;

    /** What comes through the network beside what is sent. */
    enum Extra {
        NOTHING,
        /** Copies, readings that were overtaken, and readings in doubt. */
        COPIES
    }

    private final Agenda agenda;
    private final Chronicle chronicle;
    private final Random network;
    private final Random copies;
    private final Extra extra;
    private final Set<String> away;
    private final BooleanSupplier quiet;
    private final Consumer<LongFunction<Object>> job;

    ReadingTraffic(
            Agenda agenda,
            Chronicle chronicle,
            Random network,
            Random copies,
            Extra extra,
            Set<String> away,
            BooleanSupplier quiet,
            Consumer<LongFunction<Object>> job) {
        this.agenda = agenda;
        this.chronicle = chronicle;
        this.network = network;
        this.copies = copies;
        this.extra = extra;
        this.away = away;
        this.quiet = quiet;
        this.job = job;
    }

    static Measurement of(Metric metric, double value) {
        return new Measurement(metric.metricName(), value, metric.unit());
    }

    /** On its way a reading may be late, overtaken, doubled or kept back by its gateway. */
    void send(
            String sensor,
            @Nullable String gateway,
            Channel channel,
            Doubt doubt,
            List<Measurement> measurements) {
        long at = agenda.now();
        boolean isKept = gateway != null && away.contains(gateway);
        if (isKept && network.nextInt(3) > 0) {
            return;
        }
        Doubt sent = isKept ? Doubt.HISTORICAL : doubt;
        LongFunction<Object> message =
                receivedAt ->
                        new SensorReport(
                                sensor, gateway, at, receivedAt, channel, sent, 60, measurements);
        int drawn = quiet.getAsBoolean() ? 99 : network.nextInt(100);
        long delay = 100L + network.nextInt(1500);
        if (isKept) {
            delay += 10 * MINUTE;
        } else if (drawn < 4) {
            delay += network.nextInt(400_000);
            chronicle.reach("readings late");
        }
        agenda.in(delay, () -> job.accept(message));
        if (extra == Extra.COPIES && sent == Doubt.NONE) {
            copy(sensor, channel, measurements, at, delay, message);
        }
        if (drawn >= 92) {
            chronicle.reach("readings doubled");
            agenda.in(delay + network.nextInt(300_000), () -> job.accept(message));
        }
    }

    private void copy(
            String sensor,
            Channel channel,
            List<Measurement> measurements,
            long at,
            long delay,
            LongFunction<Object> message) {
        switch (copies.nextInt(6)) {
            case 0 ->
                    agenda.in(delay + copies.nextInt(900_000), () -> job.accept(nameless(message)));
            case 1 -> {
                // Overtaken by the reading just sent, and without rain, which would count.
                List<Measurement> wild = new ArrayList<>();
                measurements.stream()
                        .filter(one -> !one.metric().equals(Metric.RAIN.metricName()))
                        .forEach(one -> wild.add(new Measurement(one.metric(), 2.0, one.unit())));
                long before = at - 1 - copies.nextInt(50_000);
                agenda.in(
                        delay,
                        () ->
                                job.accept(
                                        receivedAt ->
                                                new SensorReport(
                                                        sensor,
                                                        null,
                                                        before,
                                                        receivedAt,
                                                        channel,
                                                        Doubt.NONE,
                                                        60,
                                                        wild)));
                chronicle.reach("readings overtaken");
            }
            case 2 -> {
                Doubt doubt = DOUBTS.get(copies.nextInt(3));
                List<Measurement> wild = List.of(of(Metric.SOIL_MOISTURE, 3));
                agenda.in(
                        delay + copies.nextInt(30_000),
                        () ->
                                job.accept(
                                        receivedAt ->
                                                new SensorReport(
                                                        sensor,
                                                        null,
                                                        receivedAt,
                                                        receivedAt,
                                                        channel,
                                                        doubt,
                                                        60,
                                                        wild)));
            }
            default -> {
                // Nothing more comes of it.
            }
        }
    }

    /** A copy says nothing new of its gateway. */
    private static LongFunction<Object> nameless(LongFunction<Object> message) {
        return receivedAt -> {
            SensorReport report = (SensorReport) message.apply(receivedAt);
            return new SensorReport(
                    report.sensorId(),
                    null,
                    report.timestamp(),
                    receivedAt,
                    report.channel(),
                    report.doubt(),
                    report.samplePeriodSeconds(),
                    report.measurements());
        };
    }
}
