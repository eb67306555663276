package io.pythoflow.job.control.valve;

import io.pythoflow.contract.payload.CommandAck;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The emergency stop on its way to the devices: each is told at once and again until it answers or
 * the stop is released, whatever its valves are believed to do.
 */
public final class DeviceStops {

    /** Next sequence number, then each device's stop. */
    private static final int VERSION = 1;

    private static final String REASON = "emergency_stop";

    private final ValveTimings timings;
    private final TreeMap<String, RepeatedStop> stops = new TreeMap<>();
    private long sequence;

    public DeviceStops(ValveTimings timings) {
        this.timings = timings;
    }

    /**
     * Stops devices that are not stopped already. Only devices of protocol {@code v1} understand.
     */
    public void press(Set<String> deviceIds, long now, ValveEvents out) {
        for (String deviceId : new TreeSet<>(deviceIds)) {
            if (!stops.containsKey(deviceId)) {
                RepeatedStop stop =
                        RepeatedStop.stopAll(deviceId, REASON, now, sequence++, timings);
                stops.put(deviceId, stop);
                publishIfDue(stop, now, out);
            }
        }
    }

    /** Takes an answer; one to any other command changes nothing. */
    public void answered(CommandAck ack, long now) {
        stops.values().forEach(stop -> stop.answeredBy(ack, now, timings));
    }

    /** Repeats what is unanswered. */
    public void tick(long now, ValveEvents out) {
        for (RepeatedStop stop : stops.values()) {
            if (!stop.isAnswered()) {
                publishIfDue(stop, now, out);
            }
        }
    }

    /** Ends the emergency stop; what opens valves again is somebody else's decision. */
    public void release() {
        stops.clear();
    }

    /** Whether any device was stopped and not released. */
    public boolean isPressed() {
        return !stops.isEmpty();
    }

    /** Devices that have not answered yet. */
    public Set<String> unanswered() {
        Set<String> devices = new TreeSet<>();
        stops.forEach(
                (device, stop) -> {
                    if (!stop.isAnswered()) {
                        devices.add(device);
                    }
                });
        return devices;
    }

    private void publishIfDue(RepeatedStop stop, long now, ValveEvents out) {
        stop.publishIfDue(
                now, timings.stopRepeatMillis(), timings.stopRepeatLimitMillis(), timings, out);
    }

    /** Writes the state. */
    public void write(DataOutput out) throws IOException {
        out.writeByte(VERSION);
        out.writeLong(sequence);
        out.writeInt(stops.size());
        for (var entry : stops.entrySet()) {
            out.writeUTF(entry.getKey());
            entry.getValue().write(out);
        }
    }

    /** Reads what {@link #write} wrote. */
    public static DeviceStops read(DataInput in, ValveTimings timings) throws IOException {
        StateVersion.check(in.readByte(), VERSION, DeviceStops.class);
        DeviceStops read = new DeviceStops(timings);
        read.sequence = in.readLong();
        int size = in.readInt();
        for (int i = 0; i < size; i++) {
            read.stops.put(in.readUTF(), RepeatedStop.read(in));
        }
        return read;
    }
}
