package io.pythoflow.bench.baseline;

/** A message on its way to the operator that reads what it says. */
public final class PlainMessage {
    public String topic = "";
    public byte[] payload = {};

    @SuppressWarnings("unused") // Flink makes them so.
    public PlainMessage() {}

    PlainMessage(String topic, byte[] payload) {
        this.topic = topic;
        this.payload = payload;
    }
}
