package io.pythoflow.sim.mqtt;

import io.pythoflow.sim.Limits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code --broker}, {@code --credentials} and {@code --connect-timeout}, for every command. */
public final class BrokerOptions {

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec spec;

    @Option(
            names = "--broker",
            paramLabel = "URL",
            defaultValue = "mqtt://localhost:1883",
            converter = AddressConverter.class,
            description = {
                "Broker to publish to: mqtt://host:port, or mqtts://host:port for TLS. Ports"
                        + " default to 1883 and 8883."
            })
    private BrokerAddress address = BrokerAddress.local(1883);

    @Option(
            names = "--credentials",
            paramLabel = "DIR",
            description = {
                "Folder with certificate.pem, private.key (PEM, PKCS#1 or PKCS#8), thing_name.txt"
                        + " and, optionally, AmazonRootCA1.pem; without that file the root"
                        + " certificates of the JDK are trusted. The thing name is the client id;"
                        + " further connections are <thing>-tool-<random>."
            })
    private @Nullable Path credentialsFolder;

    @Option(
            names = "--connect-timeout",
            paramLabel = "SECONDS",
            defaultValue = "15",
            description = "How long to try to reach the broker at the start, in seconds.")
    private double connectTimeoutSeconds = 15;

    /** Options as if {@code --broker} had been given. */
    public static BrokerOptions at(BrokerAddress address) {
        BrokerOptions options = new BrokerOptions();
        options.address = address;
        return options;
    }

    public BrokerAddress address() {
        return address;
    }

    /** The folder as given; {@link Credentials} reads it. */
    public Optional<Path> credentialsFolder() {
        return Optional.ofNullable(credentialsFolder);
    }

    /**
     * The credentials of a tool that is one thing.
     *
     * @throws io.pythoflow.sim.SimException listing every problem of the folder
     */
    public Optional<Credentials> credentials() {
        return credentialsFolder().map(Credentials::load);
    }

    /**
     * The credentials of several gateways, one folder each below DIR, by folder name; empty if none
     * were given.
     *
     * @throws io.pythoflow.sim.SimException listing every problem of every folder
     */
    public List<Credentials> credentialsBelow() {
        return credentialsFolder().map(Credentials::loadBelow).orElse(List.of());
    }

    /** How long {@link MqttConnections#connect} tries before it gives up. */
    public Duration connectTimeout() {
        if (spec != null) {
            Limits.within(spec, "--connect-timeout", connectTimeoutSeconds, 0, 86_400);
        }
        return Duration.ofMillis(Math.round(connectTimeoutSeconds * 1000));
    }

    static final class AddressConverter implements ITypeConverter<BrokerAddress> {

        @Override
        public BrokerAddress convert(String text) {
            try {
                return BrokerAddress.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
