package io.pythoflow.sim.broker;

import com.hivemq.embedded.EmbeddedExtension;
import com.hivemq.embedded.EmbeddedHiveMQ;
import com.hivemq.extension.sdk.api.ExtensionMain;
import com.hivemq.extension.sdk.api.parameter.ExtensionStartInput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStartOutput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStopInput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStopOutput;
import com.hivemq.extension.sdk.api.services.Services;
import com.hivemq.extension.sdk.api.services.admin.AdminService;
import io.pythoflow.sim.SimException;
import io.pythoflow.sim.mqtt.BrokerAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * HiveMQ Community Edition in this process: MQTT 3.1.1 and 5, sessions in memory, a folder of its
 * own that is deleted on close, no calls to the network. Everybody may do everything; it is for
 * local use.
 *
 * <p>It delivers to a subscriber in batches of up to the in-flight window and polls the next batch
 * only when every message of the last one is acknowledged. It offers a share group's messages to
 * other members only when nothing of the group is queued or unacknowledged, so one member that
 * withholds an acknowledgement holds the group back. Other brokers top every window up.
 */
public final class LocalBroker implements AutoCloseable {

    static final String PLAIN = "plain-";
    static final String TLS = "tls";

    private static final String ID = "pythoflow-local";

    private final EmbeddedHiveMQ broker;
    private final Path folder;
    private final Ports ports;

    private LocalBroker(EmbeddedHiveMQ broker, Path folder, Ports ports) {
        this.broker = broker;
        this.folder = folder;
        this.ports = ports;
    }

    /**
     * Starts a broker and returns when it listens.
     *
     * @throws SimException if a port is taken or the TLS folder cannot be used
     * @throws InterruptedException if interrupted while starting; nothing is left behind
     */
    public static LocalBroker start(BrokerSettings settings) throws InterruptedException {
        List<String> bindAddresses = bindAddresses(settings);
        Path folder = temporaryFolder();
        try {
            BrokerConfiguration.write(settings, bindAddresses, folder);
            BrokerConfiguration.applyToProcess(settings);
            Ports ports = new Ports();
            EmbeddedHiveMQ embedded =
                    EmbeddedHiveMQ.builder()
                            .withConfigurationFolder(folder)
                            .withDataFolder(Files.createDirectory(folder.resolve("data")))
                            .withExtensionsFolder(
                                    Files.createDirectory(folder.resolve("extensions")))
                            .withEmbeddedExtension(
                                    EmbeddedExtension.builder()
                                            .withId(ID)
                                            .withName(ID)
                                            .withVersion("1")
                                            .withExtensionMain(ports)
                                            .build())
                            .withoutLoggingBootstrap()
                            .build();
            LocalBroker broker = new LocalBroker(embedded, folder, ports);
            broker.awaitStarted();
            return broker;
        } catch (IOException e) {
            delete(folder);
            throw new SimException("Cannot write the broker's configuration: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            delete(folder);
            throw e;
        }
    }

    private void awaitStarted() throws InterruptedException {
        try {
            broker.start().get();
        } catch (ExecutionException e) {
            close();
            throw new SimException(
                    "The broker does not start: " + e.getCause().getMessage(), e.getCause());
        } catch (InterruptedException e) {
            close();
            throw e;
        }
    }

    /** Where the plain listener listens, with the real port. */
    public BrokerAddress address() {
        return BrokerAddress.local(ports.startingWith(PLAIN));
    }

    /** Where the mutual-TLS listener listens, if there is one. */
    public Optional<BrokerAddress> tlsAddress() {
        return ports.has(TLS)
                ? Optional.of(
                        new BrokerAddress(
                                BrokerAddress.Scheme.MQTTS, "localhost", ports.startingWith(TLS)))
                : Optional.empty();
    }

    @Override
    public void close() {
        boolean interrupted = Thread.interrupted();
        try {
            broker.close();
        } catch (ExecutionException e) {
            throw new SimException(
                    "The broker does not stop: " + e.getCause().getMessage(), e.getCause());
        } catch (InterruptedException e) {
            interrupted = true;
        } finally {
            delete(folder);
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * The addresses to listen on, each checked: HiveMQ only logs that a port is taken as long as
     * another listener starts. {@code localhost} is both loopback addresses, as some clients try
     * only the IPv6 one, unless any port will do: the two would get different ones.
     */
    private static List<String> bindAddresses(BrokerSettings settings) {
        List<String> addresses = new ArrayList<>();
        if (settings.host().equals("localhost")) {
            addresses.add("127.0.0.1");
            if (settings.port() != 0 && canListen("::1", settings.port()) == null) {
                addresses.add("::1");
            }
        } else {
            addresses.add(settings.host());
        }
        requireFree(addresses.get(0), settings.port());
        if (settings.tls() != null) {
            requireFree(addresses.get(0), settings.tls().port());
        }
        return addresses;
    }

    private static void requireFree(String host, int port) {
        IOException problem = canListen(host, port);
        if (problem != null) {
            throw new SimException(
                    "Cannot listen on %s port %d: %s; choose another port, or 0 for any free one"
                            .formatted(host, port, problem.getMessage()),
                    problem);
        }
    }

    private static @Nullable IOException canListen(String host, int port) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(InetAddress.getByName(host), port));
            return null;
        } catch (UnknownHostException e) {
            return new IOException("there is no such address", e);
        } catch (IOException e) {
            return e;
        }
    }

    private static Path temporaryFolder() {
        try {
            return Files.createTempDirectory("pythoflow-broker-");
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot create a temporary folder for the broker", e);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> content = Files.walk(folder)) {
            for (Path path : content.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot delete the broker's folder " + folder, e);
        }
    }

    /** The only window into the running broker: which ports its listeners got. */
    private static final class Ports implements ExtensionMain {

        private volatile @Nullable AdminService admin;

        @Override
        public void extensionStart(ExtensionStartInput input, ExtensionStartOutput output) {
            admin = Services.adminService();
        }

        @Override
        public void extensionStop(ExtensionStopInput input, ExtensionStopOutput output) {
            admin = null;
        }

        boolean has(String listener) {
            return find(listener).isPresent();
        }

        int startingWith(String listener) {
            return find(listener)
                    .orElseThrow(
                            () -> new IllegalStateException("No listener " + listener + " runs"));
        }

        private Optional<Integer> find(String listener) {
            AdminService running = admin;
            return running == null
                    ? Optional.empty()
                    : running.getServerInformation().getListener().stream()
                            .filter(candidate -> candidate.getName().startsWith(listener))
                            .map(candidate -> candidate.getPort())
                            .findFirst();
        }
    }
}
