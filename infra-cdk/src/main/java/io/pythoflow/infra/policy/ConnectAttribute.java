package io.pythoflow.infra.policy;

/**
 * What a client may ask for as it connects.
 *
 * @see <a href="https://docs.aws.amazon.com/iot/latest/developerguide/mqtt.html#connect-attribute">
 *     Using connectAttributes</a>
 */
public enum ConnectAttribute {
    /** A message that the broker publishes when the connection breaks. */
    LAST_WILL("LastWill"),
    /** A session that outlives the connection. */
    PERSISTENT_CONNECT("PersistentConnect");

    private final String key;

    ConnectAttribute(String key) {
        this.key = key;
    }

    /** As in a policy. */
    public String key() {
        return key;
    }
}
