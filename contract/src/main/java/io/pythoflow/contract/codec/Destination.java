package io.pythoflow.contract.codec;

import org.jspecify.annotations.Nullable;

/**
 * What a topic says of its messages.
 *
 * @param elements reads them; null where the topic is none of those the job reads
 * @param sensorId null where the topic names no sensor
 * @param validSensorId the sensorId; null where it breaks the rules of ids
 */
record Destination(
        String topic,
        @Nullable ElementDecoder elements,
        @Nullable String sensorId,
        @Nullable String validSensorId) {}
