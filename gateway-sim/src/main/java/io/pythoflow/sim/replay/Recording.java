package io.pythoflow.sim.replay;

import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;

/**
 * One file and how to read it.
 *
 * @param sensorId of the columns that name none
 * @param timeColumn name in the header
 * @param zone of times without an offset
 * @param columns at least one
 */
record Recording(
        Path file, String sensorId, String timeColumn, ZoneId zone, List<ValueColumn> columns) {}
