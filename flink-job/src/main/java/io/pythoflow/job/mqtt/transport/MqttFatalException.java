package io.pythoflow.job.mqtt.transport;

/** A failure that connecting again cannot mend. The message says what to do. */
public final class MqttFatalException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public MqttFatalException(String message) {
        super(message);
    }

    public MqttFatalException(String message, Throwable cause) {
        super(message, cause);
    }
}
