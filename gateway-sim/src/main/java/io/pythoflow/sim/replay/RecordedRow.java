package io.pythoflow.sim.replay;

import io.pythoflow.sim.mqtt.OutgoingReading.Value;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One row of a file.
 *
 * @param time epoch milliseconds; of a row without a readable time that of the row before it
 * @param unreadableTime what stands in the file where that is no time; else null
 * @param valuesBySensor in the order of the columns; never empty, no list empty
 */
record RecordedRow(
        long time, @Nullable String unreadableTime, Map<String, List<Value>> valuesBySensor) {}
