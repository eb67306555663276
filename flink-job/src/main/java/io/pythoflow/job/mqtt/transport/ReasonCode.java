package io.pythoflow.job.mqtt.transport;

import org.jspecify.annotations.Nullable;

/**
 * What a reason code of CONNACK, SUBACK or DISCONNECT means (MQTT 5, §2.4). A code has one meaning
 * in all three.
 *
 * @param value 0x00 to 0xff
 * @param meaning for people
 * @param advice what to do, since trying again cannot help; null if it may. Clients that only
 *     publish need another one at times, see {@link #adviceTo}
 */
record ReasonCode(int value, String meaning, @Nullable String advice) {
    static final int PROTOCOL_ERROR = 0x82;
    static final int MALFORMED_PACKET = 0x81;
    static final int NOT_AUTHORIZED = 0x87;
    static final int PACKET_TOO_LARGE = 0x95;
    static final int QOS_NOT_SUPPORTED = 0x9b;
    static final int FIRST_ERROR = 0x80;

    static ReasonCode of(int value) {
        return switch (value & 0xff) {
            case 0x00 -> passing(value, "normal disconnection");
            case 0x80 -> passing(value, "unspecified error");
            case MALFORMED_PACKET -> passing(value, "malformed packet");
            case PROTOCOL_ERROR -> passing(value, "protocol error");
            case 0x83 -> passing(value, "implementation specific error");
            case 0x84 ->
                    lasting(
                            value,
                            "unsupported protocol version",
                            "use a broker that speaks MQTT 5");
            case 0x85 ->
                    lasting(
                            value,
                            "client identifier not valid",
                            "choose a client id, or its prefix, that the broker accepts");
            case 0x86 ->
                    lasting(
                            value,
                            "bad user name or password",
                            "check the credentials that this client was given");
            case NOT_AUTHORIZED ->
                    lasting(
                            value,
                            "not authorized",
                            "allow this client id to connect, to subscribe to its filters and to"
                                    + " receive their topics (at AWS IoT Core: iot:Connect,"
                                    + " iot:Subscribe and iot:Receive in the policy of the"
                                    + " certificate)");
            case 0x88 -> passing(value, "server unavailable");
            case 0x89 -> passing(value, "server busy");
            case 0x8a -> lasting(value, "banned", "lift the ban of this client at the broker");
            case 0x8b -> passing(value, "server shutting down");
            case 0x8c ->
                    lasting(
                            value,
                            "bad authentication method",
                            "let the broker accept clients without enhanced authentication");
            case 0x8d -> passing(value, "keep alive timeout");
            case 0x8e ->
                    lasting(
                            value,
                            "session taken over",
                            "another client connected with the same client id: stop the other job,"
                                    + " or give this one a client id, or a client id prefix, of its own");
            case 0x8f ->
                    lasting(
                            value,
                            "topic filter invalid",
                            "correct the topic filters and the name of the shared group");
            case 0x91 -> passing(value, "packet identifier in use");
            case 0x93 -> passing(value, "receive maximum exceeded");
            case PACKET_TOO_LARGE -> passing(value, "packet too large");
            case 0x96 -> passing(value, "message rate too high");
            case 0x97 -> passing(value, "quota exceeded");
            case 0x98 -> passing(value, "administrative action");
            case QOS_NOT_SUPPORTED ->
                    lasting(value, "QoS not supported", "use a broker that supports QoS 1");
            case 0x9c, 0x9d ->
                    lasting(
                            value,
                            "use another server",
                            "configure the broker that this one refers to");
            case 0x9e ->
                    lasting(
                            value,
                            "shared subscriptions not supported",
                            "use a broker with shared subscriptions, or one slot without a group");
            case 0x9f -> passing(value, "connection rate exceeded");
            case 0xa0 -> passing(value, "maximum connect time");
            case 0xa2 ->
                    lasting(
                            value,
                            "wildcard subscriptions not supported",
                            "use topic filters without + and #");
            default -> passing(value, "unknown reason");
        };
    }

    /** What to do about this client; null if trying again may help. */
    @Nullable String adviceTo(ConnectionSettings client) {
        if (value == NOT_AUTHORIZED && client.onlyPublishes()) {
            return "allow this client id to connect and to publish (at AWS IoT Core: iot:Connect and"
                    + " iot:Publish in the policy of the certificate)";
        }

        return advice;
    }

    @Override
    public String toString() {
        return String.format("%s (0x%02X)", meaning, value);
    }

    private static ReasonCode passing(int value, String meaning) {
        return new ReasonCode(value & 0xff, meaning, null);
    }

    private static ReasonCode lasting(int value, String meaning, String advice) {
        return new ReasonCode(value & 0xff, meaning, advice);
    }
}
