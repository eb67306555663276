package io.pythoflow.job.frozen;

import static io.pythoflow.job.testing.ReadingBuilder.NOON;
import static io.pythoflow.job.testing.ReadingBuilder.aReading;

import io.pythoflow.contract.payload.CommandAck.State;
import io.pythoflow.contract.payload.GatewayStatus;
import io.pythoflow.contract.property.ControlProperties;
import io.pythoflow.contract.property.JobProperties;
import io.pythoflow.contract.property.LakeProperties;
import io.pythoflow.contract.property.Property;
import io.pythoflow.job.config.JobConfig;
import io.pythoflow.job.testing.ReadingBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/**
 * What happens to a job until its savepoint: something is in every state. {@link Sequel} tells what
 * follows from each. Older savepoints are of older stories, so this one may grow, but what it had
 * it keeps.
 */
final class Story {

    /** When it begins: 2025-06-01T12:00:00Z. */
    static final long BEGIN = NOON;

    /** When the savepoint is made. */
    static final long END = NOON + seconds(100);

    /** As many new sensors are let in within an hour. */
    static final int NEW_SENSORS = 16;

    /** Values of a metric in a window that are kept one by one. */
    private static final int EXACT_VALUES = 16;

    /** So that some are folded. */
    static final int FOLDED = 40;

    /** So that an hour's identities are in more than one set. */
    private static final int BUSY = 300;

    /** Dry; within a step of the others, or it would be taken for a fault. */
    static final double DRY = 16;

    private static final double MOIST = 24;

    /** Slots before the savepoint. */
    static final int SLOTS = 3;

    static final String RULES =
            """
            {"schema": "pythoflow.rules/1",
             "defaults": {
               "crop": "lettuce", "soil": "loam", "area_m2": 10, "flow_l_min": 60, "efficiency": 1,
               "time_zone": "UTC",
               "demand": {"by": "moisture", "metric": "soil_moisture", "low": 22, "high": 25,
                          "confirmations": 1, "fixed_run_s": 90},
               "limits": {"min_run_s": 1, "max_run_s": 90, "max_run_s_per_day": 90,
                          "min_rest_s": 1}},
             "zones": {
               "opened": {"sensors": ["opened"], "device": {"id": "opened", "protocol": "v1"}},
               "ordered": {"sensors": ["ordered"], "device": {"id": "ordered", "protocol": "v1"}},
               "spent": {"sensors": ["spent"], "device": {"id": "spent", "protocol": "v1"}},
               "idle": {"sensors": ["idle"], "device": {"id": "idle", "protocol": "v1"}},
               "lost": {"sensors": ["lost"],
                        "device": {"id": "lost", "protocol": "v1", "gateway_id": "gateway-lost"}}}}
            """;

    static final long RULES_VERSION = 7;

    private Story() {}

    static long seconds(long seconds) {
        return Duration.ofSeconds(seconds).toMillis();
    }

    static long minutes(long minutes) {
        return Duration.ofMinutes(minutes).toMillis();
    }

    /**
     * Settings that both stories share.
     *
     * @param lake folder of the tables
     */
    static JobConfig config(Path lake, int slots) {
        Map<String, Properties> groups = new HashMap<>();
        set(groups, JobProperties.MQTT_BROKER, "mqtt://broker:1883");
        set(groups, JobProperties.MQTT_SLOTS, String.valueOf(slots));
        set(groups, JobProperties.INGEST_MAX_NEW_SENSORS, String.valueOf(NEW_SENSORS));
        set(groups, JobProperties.INGEST_DUPLICATE_HORIZON, "10 min");
        set(groups, JobProperties.WINDOW_LENGTH, "10 min");
        set(groups, JobProperties.WINDOW_LATENESS, "24 h");
        set(groups, JobProperties.WINDOW_REVISION_INTERVAL, "1 min");
        set(groups, JobProperties.WINDOW_EXACT_VALUES, String.valueOf(EXACT_VALUES));
        set(groups, ControlProperties.CONTROL_MODE, "act");
        set(groups, ControlProperties.CONTROL_DECISION_INTERVAL, "1 s");
        set(groups, ControlProperties.CONTROL_GATEWAY_SILENCE, "1 h");
        set(groups, LakeProperties.LAKE_PATH, lake.toString());
        return JobConfig.from(groups, Map.of());
    }

    private static void set(Map<String, Properties> groups, Property<?> property, String value) {
        groups.computeIfAbsent(property.group(), group -> new Properties())
                .setProperty(property.key(), value);
    }

    /** Tells it to a job that has just started at {@link #BEGIN}, and takes the savepoint. */
    static Path tell(RunningJob job, String savepoint) throws Exception {
        Farm farm = new Farm(job);
        job.messages().establishSessions();
        farm.publishesRules(RULES_VERSION, RULES);
        farm.reports("gateway-lost", GatewayStatus.State.ONLINE);
        firedWindows(job, farm);
        openWindows(job, farm);
        valves(job, farm);
        farm.says("irrigation/sensors/broken/data", "not a reading");
        farm.reports("gateway-lost", GatewayStatus.State.OFFLINE);
        // What comes out now is still on its way into files, and to devices.
        job.advanceTo(END);
        return job.savepoint(savepoint);
    }

    /** One was emitted twice and is marked again; one of another hour was emitted once. */
    private static void firedWindows(RunningJob job, Farm farm) throws Exception {
        farm.measures(late("late-0", minutes(-8), 10));
        job.messages().watermark(BEGIN);
        farm.measures(late("late-1", minutes(-7), 20));
        farm.measures(
                aReading().of("early").withId("early-0").at(BEGIN - minutes(65)).with("rain", 1));
        job.advanceTo(BEGIN + minutes(1));
        farm.measures(late("late-2", minutes(-6), 30));
    }

    static ReadingBuilder late(String id, long afterBegin, double rain) {
        return aReading().of("late").withId(id).at(BEGIN + afterBegin).with("rain", rain);
    }

    /** A duplicate of every kind, and a window with more values than are kept one by one. */
    private static void openWindows(RunningJob job, Farm farm) {
        for (int copy = 0; copy < 2; copy++) {
            farm.measures(byId());
            farm.measures(byTime());
            farm.measures(byReceipt());
            farm.measuresAsOriginally(original());
        }
        for (int i = 0; i < FOLDED; i++) {
            farm.measures(folded(i));
        }
        for (int i = 0; i < BUSY; i++) {
            farm.measures(busy(i));
        }
        job.messages().watermark(BEGIN + minutes(1));
    }

    /** With an id and a time of its own. */
    static ReadingBuilder byId() {
        return aReading().of("by-id").withId("id-0").at(BEGIN + seconds(20)).with("rain", 1);
    }

    /** With a time of its own and no id. */
    static ReadingBuilder byTime() {
        return aReading().of("by-time").at(BEGIN + seconds(20)).with("rain", 1);
    }

    /** With an id and no time of its own. */
    static ReadingBuilder byReceipt() {
        return aReading().of("by-receipt").withId("id-1").timedByReceiptAt(BEGIN).with("rain", 1);
    }

    /** With neither. */
    static ReadingBuilder original() {
        return aReading()
                .of("original")
                .timedByReceiptAt(BEGIN)
                .with("soil_moisture_relative", 30)
                .with("temperature", 20);
    }

    static ReadingBuilder busy(int number) {
        return aReading()
                .of("busy")
                .withId("busy-" + number)
                .at(BEGIN + number * 100L)
                .with("rain", 1);
    }

    static ReadingBuilder folded(int number) {
        return aReading()
                .of("folded")
                .withId("folded-" + number)
                .at(BEGIN + seconds(number))
                .with("rain", number);
    }

    /**
     * A valve that is open, one that was and has spent its day, and one that is ordered to open.
     */
    private static void valves(RunningJob job, Farm farm) throws Exception {
        farm.measures(moisture("idle", MOIST));
        farm.measures(moisture("opened", DRY));
        farm.measures(moisture("spent", DRY));
        job.advanceTo(BEGIN + seconds(70));
        job.commit();
        for (State state : new State[] {State.ACCEPTED, State.STARTED}) {
            farm.answers("opened", state, job.answers());
            farm.answers("spent", state, job.messages());
        }
        job.advanceTo(BEGIN + seconds(80));
        farm.answers("spent", State.COMPLETED, job.messages());
        farm.measures(moisture("ordered", DRY));
    }

    /** Of the zone of the same name, measured now. */
    static ReadingBuilder moisture(String sensor, double percent) {
        return aReading()
                .of(sensor)
                .withId(sensor + "-" + TaskClock.now())
                .at(TaskClock.now())
                .with("soil_moisture", percent);
    }
}
