package io.pythoflow.sim.mqtt;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/** Where a broker listens: {@code mqtt://host[:1883]} or, with TLS, {@code mqtts://host[:8883]}. */
public record BrokerAddress(Scheme scheme, String host, int port) {

    /** Plain or TLS. */
    public enum Scheme {
        MQTT(1883),
        MQTTS(8883);

        private final int defaultPort;

        Scheme(int defaultPort) {
            this.defaultPort = defaultPort;
        }
    }

    private static final String ALLOWED = "; allowed is mqtt://host:port or mqtts://host:port";

    /** A plain listener on this machine. */
    public static BrokerAddress local(int port) {
        return new BrokerAddress(Scheme.MQTT, "localhost", port);
    }

    /**
     * Reads the form that {@link #toString} writes; the port may be left out.
     *
     * @throws IllegalArgumentException naming the text and what is allowed
     */
    public static BrokerAddress parse(String text) {
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("'" + text + "' is not a broker address" + ALLOWED);
        }
        Scheme scheme = schemeOf(uri, text);
        String host = uri.getHost();
        boolean hasMore =
                uri.getUserInfo() != null
                        || uri.getQuery() != null
                        || uri.getFragment() != null
                        || !(uri.getPath().isEmpty() || uri.getPath().equals("/"));
        if (host == null || hasMore) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not just a scheme, host and port" + ALLOWED);
        }
        int port = uri.getPort() == -1 ? scheme.defaultPort : uri.getPort();
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException(
                    "'" + text + "' has no port of 1 to 65535" + ALLOWED);
        }
        return new BrokerAddress(scheme, withoutBrackets(host), port);
    }

    private static Scheme schemeOf(URI uri, String text) {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        return switch (scheme) {
            case "mqtt" -> Scheme.MQTT;
            case "mqtts" -> Scheme.MQTTS;
            default ->
                    throw new IllegalArgumentException(
                            "'" + text + "' is not a broker address" + ALLOWED);
        };
    }

    private static String withoutBrackets(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    @Override
    public String toString() {
        String shownHost = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return scheme.name().toLowerCase(Locale.ROOT) + "://" + shownHost + ":" + port;
    }
}
