package io.pythoflow.infra.policy;

/**
 * What a policy allows.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/iot/latest/developerguide/iot-policy-actions.html">Policy
 *     actions</a>
 */
public enum IotAction {
    CONNECT("Connect"),
    PUBLISH("Publish"),
    /** Beside {@link #PUBLISH}, to publish what the broker keeps; a last will too. */
    RETAIN_PUBLISH("RetainPublish"),
    /** Checked once, with the filter as it was sent, {@code $share/group/} included. */
    SUBSCRIBE("Subscribe"),
    /** Checked with every delivery. */
    RECEIVE("Receive");

    private final String name;

    IotAction(String name) {
        this.name = name;
    }

    /** As in a policy: {@code iot:Connect}. */
    public String key() {
        return "iot:" + name;
    }
}
