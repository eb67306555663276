package io.pythoflow.sim.mqtt;

import com.hivemq.client.mqtt.exceptions.MqttClientStateException;
import com.hivemq.client.mqtt.exceptions.MqttSessionExpiredException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5DisconnectException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5SubAckException;
import com.hivemq.client.mqtt.mqtt5.message.disconnect.Mqtt5DisconnectReasonCode;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.Locale;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** What a failure of the client means: whether trying again can help, and how to say it. */
final class Failures {

    private Failures() {}

    /** A lost or refused connection that no repetition heals. */
    static boolean isFinal(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SSLException || cause instanceof UnknownHostException) {
                return true;
            }
            if (cause instanceof Mqtt5ConnAckException refused) {
                return isFinal(refused);
            }
            if (cause instanceof Mqtt5DisconnectException ended) {
                Mqtt5DisconnectReasonCode code = ended.getMqttMessage().getReasonCode();
                return code == Mqtt5DisconnectReasonCode.SESSION_TAKEN_OVER
                        || code == Mqtt5DisconnectReasonCode.NOT_AUTHORIZED
                        || code == Mqtt5DisconnectReasonCode.PACKET_TOO_LARGE;
            }
        }
        return false;
    }

    private static boolean isFinal(Mqtt5ConnAckException refused) {
        return switch (refused.getMqttMessage().getReasonCode()) {
            case SERVER_UNAVAILABLE,
                    SERVER_BUSY,
                    CONNECTION_RATE_EXCEEDED,
                    QUOTA_EXCEEDED,
                    UNSPECIFIED_ERROR,
                    IMPLEMENTATION_SPECIFIC_ERROR,
                    USE_ANOTHER_SERVER ->
                    false;
            default -> refused.getMqttMessage().getReasonCode().isError();
        };
    }

    /** A message that may be taken when it is sent again. */
    static boolean isTemporary(Throwable failure) {
        if (failure instanceof Mqtt5PubAckException refused) {
            return switch (refused.getMqttMessage().getReasonCode()) {
                case QUOTA_EXCEEDED, UNSPECIFIED_ERROR, IMPLEMENTATION_SPECIFIC_ERROR -> true;
                default -> false;
            };
        }
        return failure instanceof MqttSessionExpiredException
                || failure instanceof MqttClientStateException;
    }

    /** One sentence for people, without class names where the cause is a usual one. */
    static String reason(@Nullable Throwable failure) {
        if (failure == null) {
            return "for an unknown reason";
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof Mqtt5ConnAckException refused) {
                return "the broker refuses the connection ("
                        + words(refused.getMqttMessage().getReasonCode())
                        + ")";
            }
            if (cause instanceof Mqtt5PubAckException refused) {
                return "the broker refuses the message ("
                        + words(refused.getMqttMessage().getReasonCode())
                        + ")";
            }
            if (cause instanceof Mqtt5SubAckException refused) {
                return "the broker refuses the subscription ("
                        + words(refused.getMqttMessage().getReasonCodes().get(0))
                        + ")";
            }
            if (cause instanceof Mqtt5DisconnectException ended) {
                return "the broker ended it ("
                        + words(ended.getMqttMessage().getReasonCode())
                        + ")";
            }
            if (cause instanceof UnknownHostException) {
                return "the host is unknown";
            }
            if (cause instanceof SSLException) {
                return "TLS failed, check certificate, key and root CA (" + deepest(cause) + ")";
            }
            if (cause instanceof ConnectException) {
                return "nothing accepts connections there; is the broker running?";
            }
        }
        return deepest(failure);
    }

    private static String deepest(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    private static String words(Enum<?> code) {
        return code.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
