package io.pythoflow.bench.broker;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pythoflow.bench.BenchException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;

/** Which broker a measurement runs against. */
public enum BrokerKind {
    /** The program {@code mosquitto} on the PATH; fast enough not to be the limit. */
    MOSQUITTO,
    /** HiveMQ CE in the simulator; it costs several times what the job does. */
    HIVEMQ;

    /** Mosquitto where it is installed, HiveMQ else. */
    public static BrokerKind fastest() {
        return findMosquitto().isPresent() ? MOSQUITTO : HIVEMQ;
    }

    static Optional<String> findMosquitto() {
        return Programs.find("mosquitto");
    }

    /** The first line of its help, which is where it says its version. */
    static String mosquittoVersion(String program) {
        try {
            Process process = new ProcessBuilder(program, "-h").redirectErrorStream(true).start();
            String help = new String(process.getInputStream().readAllBytes(), UTF_8);
            return help.lines().findFirst().orElse("mosquitto of unknown version");
        } catch (IOException e) {
            throw new BenchException("Cannot ask " + program + " for its version", e);
        }
    }

    /** The simulator carries the version that the build names. */
    static String hiveMqVersion() {
        Properties versions = new Properties();
        try (InputStream in = BrokerKind.class.getResourceAsStream("versions.properties")) {
            versions.load(in);
        } catch (IOException e) {
            throw new BenchException("Cannot read the versions that the build writes", e);
        }
        return "HiveMQ CE " + versions.getProperty("hivemq-ce") + ", embedded in gateway-sim";
    }

    /** Product and version, for the report. */
    public String description() {
        return switch (this) {
            case MOSQUITTO ->
                    findMosquitto().map(BrokerKind::mosquittoVersion).orElse("no mosquitto");
            case HIVEMQ -> hiveMqVersion();
        };
    }

    /** The name for people and programs. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
