package io.pythoflow.sim.replay;

import io.pythoflow.contract.topic.Topics;
import io.pythoflow.sim.mqtt.InFlight;
import io.pythoflow.sim.mqtt.MqttPublisher;
import io.pythoflow.sim.mqtt.OutgoingReading;
import io.pythoflow.sim.mqtt.OutgoingReading.Value;
import io.pythoflow.sim.mqtt.ReadingJson;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Publishes rows when they are due. Readings carry no message id and no sequence, so that a copy in
 * the recording is, byte for byte, a duplicate for whoever reads it.
 */
final class Replayer {

    private static final long ONE_SECOND = TimeUnit.SECONDS.toNanos(1);

    private final MqttPublisher publisher;
    private final InFlight inFlight;
    private final @Nullable String gatewayId;
    private final long shiftMillis;
    private long published;

    /**
     * A replay.
     *
     * @param gatewayId as published; null for none
     * @param shiftMillis added to every readable time
     */
    Replayer(
            MqttPublisher publisher,
            InFlight inFlight,
            @Nullable String gatewayId,
            long shiftMillis) {
        this.publisher = publisher;
        this.inFlight = inFlight;
        this.gatewayId = gatewayId;
        this.shiftMillis = shiftMillis;
    }

    /**
     * Publishes everything and waits until it is acknowledged.
     *
     * @param limit readings at most
     */
    void run(RecordingMerge rows, double speed, long limit) throws InterruptedException {
        Pace pace = null;
        for (RecordedRow row = rows.next(); row != null && published < limit; row = rows.next()) {
            if (row.unreadableTime() == null) {
                if (pace == null) {
                    pace = new Pace(speed, row.time(), System.nanoTime());
                }
                TimeUnit.NANOSECONDS.sleep(pace.waitNanos(row.time(), System.nanoTime()));
            }
            publish(row, limit);
        }
        while (!inFlight.awaitEmpty(ONE_SECOND)) {
            // Until the broker has acknowledged, however long it is away.
        }
    }

    private void publish(RecordedRow row, long limit) throws InterruptedException {
        String time =
                row.unreadableTime() == null
                        ? Long.toString(row.time() + shiftMillis)
                        : row.unreadableTime();
        for (Map.Entry<String, List<Value>> sensor : row.valuesBySensor().entrySet()) {
            if (published == limit) {
                return;
            }
            OutgoingReading reading =
                    new OutgoingReading(
                            null, gatewayId, sensor.getKey(), null, time, sensor.getValue());
            while (!inFlight.awaitRoom(ONE_SECOND)) {
                // The broker is slow or away; memory stays bounded.
            }
            inFlight.track(
                    publisher.publish(
                            Topics.sensorData(sensor.getKey()),
                            ReadingJson.readings(List.of(reading))));
            published++;
        }
    }

    /** Readings handed to the connection. */
    long published() {
        return published;
    }
}
