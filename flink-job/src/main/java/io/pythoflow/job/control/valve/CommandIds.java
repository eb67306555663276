package io.pythoflow.job.control.valve;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * Ids of decisions and commands: UUIDv5 (RFC 9562, section 5.5), so that they can be drawn without
 * chance and kept in state. The decision's time is part of the name: a job that starts again from
 * an older state counts the same sequence anew, but never at the same time.
 */
public final class CommandIds {

    /** Namespace of our names, drawn once. */
    private static final UUID NAMESPACE = UUID.fromString("7a1c0c1e-6d53-4b0f-9c55-2f4f0d8f3b61");

    private CommandIds() {}

    /** Of the decision itself. */
    public static String decision(String zoneId, long sequence, long decidedAt) {
        return name("decision", zoneId, sequence, decidedAt);
    }

    /** Of the command that a decision orders. */
    public static String command(String zoneId, long sequence, long decidedAt) {
        return name("command", zoneId, sequence, decidedAt);
    }

    /** Of a CLOSE; by zone, since valves of one device may be closed at the same moment. */
    public static String close(String zoneId, long sequence, long orderedAt) {
        return name("close", zoneId, sequence, orderedAt);
    }

    /** Of a STOP_ALL. */
    public static String stop(String deviceId, long sequence, long orderedAt) {
        return name("stop", deviceId, sequence, orderedAt);
    }

    /** Of an alert. */
    public static String alert(String subject, long sequence, long raisedAt) {
        return name("alert", subject, sequence, raisedAt);
    }

    private static String name(String what, String who, long sequence, long at) {
        return version5(NAMESPACE, what + '\n' + who + '\n' + sequence + '\n' + at).toString();
    }

    private static UUID version5(UUID namespace, String name) {
        ByteBuffer bytes = ByteBuffer.allocate(16);
        bytes.putLong(namespace.getMostSignificantBits());
        bytes.putLong(namespace.getLeastSignificantBits());
        MessageDigest digest = sha1();
        digest.update(bytes.array());
        ByteBuffer hash = ByteBuffer.wrap(digest.digest(name.getBytes(StandardCharsets.UTF_8)));
        long high = (hash.getLong() & 0xffff_ffff_ffff_0fffL) | 0x5000L;
        long low = (hash.getLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }

    private static MessageDigest sha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-1", e);
        }
    }
}
