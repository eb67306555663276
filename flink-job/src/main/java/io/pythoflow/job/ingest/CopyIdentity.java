package io.pythoflow.job.ingest;

import io.pythoflow.contract.payload.Reading;
import java.time.Duration;

/**
 * What readings of the past have in common that are copies.
 *
 * @param sensor hash of its id
 * @param content hash of what makes readings of a sensor copies; where that is an id and the
 *     reading has a time of its own, of the hour, too
 */
record CopyIdentity(long sensor, long content) {
    private static final long HOUR_MILLIS = Duration.ofHours(1).toMillis();

    static CopyIdentity of(Reading reading) {
        ReadingIdentity identity = ReadingIdentity.inTable(reading);
        boolean idOfAnHour =
                identity.kind() == ReadingIdentity.Kind.MESSAGE_ID
                        && ReadingIdentity.hasOwnTime(reading);
        return new CopyIdentity(
                ReadingIdentity.text(reading.sensorId()),
                idOfAnHour
                        ? identity.within(Math.floorDiv(reading.timestamp(), HOUR_MILLIS))
                        : identity.hash());
    }
}
