package io.pythoflow.job.config;

import io.pythoflow.contract.codec.DecodeLimits;
import io.pythoflow.contract.property.JobProperties;
import java.io.Serializable;
import java.time.Duration;

/**
 * What the job takes in.
 *
 * @param limits bounds of one message
 * @param maxNewSensorsPerHour for each source subtask
 * @param duplicateHorizon for payloads with neither id nor time
 */
public record IngestConfig(DecodeLimits limits, int maxNewSensorsPerHour, Duration duplicateHorizon)
        implements Serializable {

    static IngestConfig from(Settings settings) {
        Duration maxAge = settings.value(JobProperties.INGEST_MAX_AGE);
        DecodeLimits limits =
                DecodeLimits.defaults()
                        .withMaxElements(settings.value(JobProperties.INGEST_MAX_ELEMENTS))
                        .withMaxMetrics(settings.value(JobProperties.INGEST_MAX_METRICS))
                        .withMaxIdLength(settings.value(JobProperties.INGEST_MAX_ID_LENGTH))
                        .withMaxDepth(settings.value(JobProperties.INGEST_MAX_JSON_DEPTH))
                        .withMaxRejects(settings.value(JobProperties.INGEST_MAX_REJECTS))
                        .withMaxAhead(settings.value(JobProperties.INGEST_MAX_AHEAD))
                        .withMaxAge(maxAge.isZero() ? null : maxAge);
        return new IngestConfig(
                limits,
                settings.value(JobProperties.INGEST_MAX_NEW_SENSORS),
                settings.value(JobProperties.INGEST_DUPLICATE_HORIZON));
    }
}
