package io.pythoflow.job.mqtt.sink;

import io.pythoflow.job.mqtt.transport.ConnectionSettings;
import io.pythoflow.job.mqtt.transport.Disconnect;
import io.pythoflow.job.mqtt.transport.MqttFatalException;

/** What to tell people when publishing cannot go on, and what they can do about it. */
final class PublishFailures {
    private final ConnectionSettings settings;

    PublishFailures(ConnectionSettings settings) {
        this.settings = settings;
    }

    /** The broker said that the client may not publish there. */
    MqttFatalException notPermitted(MqttPublication publication, PublishReason reason) {
        return new MqttFatalException(
                String.format(
                        "Client %s cannot publish to %s at %s: %s. To mend it, %s",
                        settings.clientId(),
                        publication.topic(),
                        settings.broker(),
                        reason,
                        permission(publication)));
    }

    /** The broker ended the connection again and again instead of answering. */
    MqttFatalException hungUpOn(MqttPublication publication, Disconnect lately) {
        return new MqttFatalException(
                String.format(
                        "The connection of client %s to %s ended %d times in a row straight after a"
                                + " publication, lastly of %s (%s). Brokers do that if a client may"
                                + " not publish there, or if the message is too large. To mend it,"
                                + " %s, or make the message smaller",
                        settings.clientId(),
                        settings.broker(),
                        HangUps.UNTIL_CERTAIN,
                        publication,
                        lately.reason(),
                        permission(publication)));
    }

    /** The transport gave up while publications were unanswered: perhaps because of them. */
    MqttFatalException withUnanswered(
            MqttFatalException cause, int unanswered, MqttPublication first) {
        return new MqttFatalException(
                String.format(
                        "%s. %d publications were unanswered, the first of them %s: if the reason"
                                + " is one of them, %s",
                        cause.getMessage(), unanswered, first, permission(first)),
                cause);
    }

    private static String permission(MqttPublication publication) {
        return "allow the client to publish to this topic (at AWS IoT Core: iot:Publish on topic/"
                + publication.topic()
                + " in the policy of the certificate)";
    }
}
