package io.pythoflow.sim.replay;

import io.pythoflow.contract.topic.Topics;
import io.pythoflow.sim.ExitCodes;
import io.pythoflow.sim.Limits;
import io.pythoflow.sim.ZoneConverter;
import io.pythoflow.sim.mqtt.BrokerOptions;
import io.pythoflow.sim.mqtt.ConnectionRequest;
import io.pythoflow.sim.mqtt.Credentials;
import io.pythoflow.sim.mqtt.InFlight;
import io.pythoflow.sim.mqtt.MqttConnection;
import io.pythoflow.sim.mqtt.MqttConnections;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code gateway-sim replay}. */
@Command(
        name = "replay",
        header = "Publish recorded CSV files again.",
        description = {
            "Reads one or several CSV files, merges them by time and publishes every row as a"
                    + " reading, at QoS 1, on irrigation/sensors/SENSOR/data. A header names the"
                    + " columns; blank lines before it, between and after are skipped and counted,"
                    + " as are repetitions of the header and rows without any value.",
            "",
            "Everything else is published as it is: a value that is a number digit by digit"
                    + " (quoted in the file or not, negative or not), anything else as a quoted"
                    + " string, a copy of a row as a copy. So is a row whose time is unreadable; it"
                    + " follows the row before it. Readings carry no message id, so two equal rows"
                    + " of a sensor are duplicates for whoever reads them.",
            "",
            "Several files are merged on the row that each stands at, earliest first; the order"
                    + " inside a file stays as recorded, also where its time steps back. Times are"
                    + " ISO-8601 with 'T' or a space, with or without an offset, or epoch seconds,"
                    + " milliseconds or microseconds. Files are read as streams; memory does not"
                    + " grow with them.",
            "",
            "--value-column is " + ValueColumn.FORM + ", once per column:",
            "  METRIC   name as published, for example soil_moisture",
            "  :UNIT    unit as published, for example %%VWC, Cel, km/h, mV",
            "  =COLUMN  name of the column in the header",
            "  SENSOR/  sensor of this column, instead of --sensor or the file's name",
            "  @FILES   only for files of this name; * stands for any characters"
        },
        footer = {
            "  # Waziup soil humidity: four files, four sensors, as fast as acknowledged",
            "  gateway-sim replay --speed 0 --value-column 'soil_moisture_relative:%%rel=value' \\",
            "      UGB-PILOTS_Sensor8?-SH.csv",
            "",
            "  # Waziup weather station: five files, five metrics of one sensor",
            "  gateway-sim replay --speed 0 --sensor UGB-200 \\",
            "      --value-column 'temperature:Cel=value@*-TP.csv' \\",
            "      --value-column 'humidity:%%RH=value@*-HD.csv' \\",
            "      --value-column 'pressure:kPa=value@*-PA.csv' \\",
            "      --value-column 'rain:mm=value@*-RA.csv' \\",
            "      --value-column 'wind_speed:km/h=value@*-WS.csv' \\",
            "      UGB-PILOTS_Sensor200-*.csv",
            "",
            "  # Waziup raw ADC counts, an unknown metric under its own name",
            "  gateway-sim replay --speed 0 --value-column 'soil_moisture_adc:adc=value' \\",
            "      UNB_Sensor41-SMC.csv",
            "",
            "  # four plots in one file, times without a zone, a day per minute, ending now",
            "  gateway-sim replay --speed 1440 --rebase-to-now --zone UTC \\",
            "      --value-column 'plot-1/soil_moisture_relative:%%rel=Plot 1 humidity' \\",
            "      --value-column 'plot-2/soil_moisture_relative:%%rel=Plot 2 humidity' \\",
            "      --value-column 'station/temperature:Cel=Air temperature (C)' \\",
            "      plots_with_irrigation_5min.csv"
        })
public final class ReplayCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "CSV files, UTF-8.")
    private List<Path> files;

    @Option(
            names = "--value-column",
            paramLabel = "SPEC",
            required = true,
            converter = ValueColumnConverter.class,
            description = "Column with values, " + ValueColumn.FORM + ". Repeatable.")
    private List<ValueColumn> valueColumns;

    @Option(
            names = "--time-column",
            paramLabel = "COLUMN",
            defaultValue = "timestamp",
            description = "Column with the time.")
    private String timeColumn;

    @Option(
            names = "--zone",
            paramLabel = "ZONE",
            defaultValue = "UTC",
            converter = ZoneConverter.class,
            description =
                    "Zone of times without an offset, for example UTC, +01:00 or"
                            + " Africa/Dakar.")
    private ZoneId zone;

    @Option(
            names = "--sensor",
            paramLabel = "ID",
            description = "Sensor of all columns; the file's name without .csv if not given.")
    private @Nullable String sensor;

    @Option(
            names = "--gateway",
            paramLabel = "ID",
            description = "Gateway of all readings; the thing's name if not given, or none.")
    private @Nullable String gateway;

    @Option(
            names = "--speed",
            paramLabel = "FACTOR",
            defaultValue = "1",
            description =
                    "Recorded seconds per second; 0 publishes as fast as the broker acknowledges.")
    private double speed;

    @Option(
            names = "--rebase-to-now",
            defaultValue = "false",
            description =
                    "Shift all times alike, so that the newest reading of all files is now (at the"
                            + " start of the replay). Reads the files twice.")
    private boolean rebaseToNow;

    @Option(
            names = "--limit",
            paramLabel = "READINGS",
            defaultValue = "9223372036854775807",
            showDefaultValue = Visibility.NEVER,
            description = "Stop after this many readings.")
    private long limit;

    @Option(
            names = "--in-flight",
            paramLabel = "MESSAGES",
            defaultValue = "1000",
            description = "Unacknowledged messages at most, 1 to 65535.")
    private int maxInFlight;

    @Mixin private BrokerOptions broker;

    @Override
    public Integer call() throws IOException {
        List<Recording> recordings = recordings();
        Credentials credentials = broker.credentials().orElse(null);
        String gatewayId =
                gateway != null || credentials == null ? gateway : credentials.thingName();
        RowCounts counts = new RowCounts();
        PrintWriter out = spec.commandLine().getOut();
        try (RecordingMerge rows = new RecordingMerge(recordings, counts)) {
            long shift = rebaseToNow ? shiftToNow(recordings, Clock.systemUTC()) : 0;
            ConnectionRequest client = ConnectionRequest.tool("replay", 0, credentials);
            try (MqttConnection connection = MqttConnections.connect(broker, client)) {
                InFlight inFlight = new InFlight(maxInFlight);
                Replayer replayer = new Replayer(connection, inFlight, gatewayId, shift);
                try {
                    replayer.run(rows, speed, limit);
                } finally {
                    out.printf(
                            "%s; %,d readings published, %,d acknowledged, %,d sent again%s%n",
                            counts,
                            replayer.published(),
                            inFlight.acknowledged(),
                            connection.resent(),
                            unheard(connection));
                }
            }
            return ExitCodes.OK;
        } catch (InterruptedException e) {
            out.println("replay stopped before the end");
            return ExitCodes.INTERRUPTED;
        }
    }

    private static String unheard(MqttConnection connection) {
        return connection.unheard() == 0
                ? ""
                : "; %,d of them reached nobody: no client was subscribed, start the job first"
                        .formatted(connection.unheard());
    }

    private List<Recording> recordings() {
        Limits.atLeast(spec, "--speed", speed, 0.0);
        Limits.atLeast(spec, "--limit", limit, 1);
        Limits.within(spec, "--in-flight", maxInFlight, 1, 65_535);
        for (ValueColumn column : valueColumns) {
            if (files.stream().noneMatch(column::appliesTo)) {
                throw Limits.refuse(
                        spec,
                        "--value-column",
                        "@" + column.files(),
                        "a pattern that one of the files has: " + files);
            }
        }
        List<Recording> recordings = new ArrayList<>();
        for (Path file : files) {
            if (!Files.isRegularFile(file)) {
                throw Limits.refuse(spec, "FILE", file, "a file that exists");
            }
            List<ValueColumn> columns =
                    valueColumns.stream().filter(column -> column.appliesTo(file)).toList();
            if (columns.isEmpty()) {
                throw Limits.refuse(
                        spec, "FILE", file, "a file that some --value-column applies to");
            }
            recordings.add(new Recording(file, sensorOf(file, columns), timeColumn, zone, columns));
        }
        return recordings;
    }

    private String sensorOf(Path file, List<ValueColumn> columns) {
        String fallback =
                sensor != null
                        ? sensor
                        : file.getFileName().toString().replaceFirst("(?i)\\.csv$", "");
        for (ValueColumn column : columns) {
            String id = column.sensorId() == null ? fallback : column.sensorId();
            try {
                Topics.sensorData(id);
            } catch (IllegalArgumentException e) {
                throw Limits.refuse(
                        spec, "--sensor", id, "an id that is one topic level: no '/', '+', '#'");
            }
        }
        return fallback;
    }

    /** Counts are kept apart: this pass is not the replay. */
    private static long shiftToNow(List<Recording> recordings, Clock clock) throws IOException {
        long newest = Long.MIN_VALUE;
        try (RecordingMerge rows = new RecordingMerge(recordings, new RowCounts())) {
            for (RecordedRow row = rows.next(); row != null; row = rows.next()) {
                if (row.unreadableTime() == null) {
                    newest = Math.max(newest, row.time());
                }
            }
        }
        return newest == Long.MIN_VALUE ? 0 : Instant.now(clock).toEpochMilli() - newest;
    }

    static final class ValueColumnConverter implements ITypeConverter<ValueColumn> {

        @Override
        public ValueColumn convert(String text) {
            try {
                return ValueColumn.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
