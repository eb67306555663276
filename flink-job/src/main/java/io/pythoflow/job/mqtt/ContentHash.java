package io.pythoflow.job.mqtt;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * 64 bits of a topic and a payload, to tell a resend from another message under the same packet id
 * without keeping the payload. Not for use against an adversary, who could only lose messages that
 * he may send himself.
 */
final class ContentHash {
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** Odd constants without pattern, as in splitmix64 (Steele, Lea, Flood 2014). */
    private static final long STEP = 0x9e3779b97f4a7c15L;

    private static final long MIX_1 = 0xbf58476d1ce4e5b9L;
    private static final long MIX_2 = 0x94d049bb133111ebL;

    private ContentHash() {}

    static long of(String topic, byte[] payload) {
        long hash = mix(topic.hashCode() * STEP + topic.length());
        int whole = payload.length - payload.length % Long.BYTES;
        for (int i = 0; i < whole; i += Long.BYTES) {
            hash = mix((hash + STEP) ^ (long) LONGS.get(payload, i));
        }

        long rest = payload.length;
        for (int i = whole; i < payload.length; i++) {
            rest = (rest << Byte.SIZE) | (payload[i] & 0xff);
        }

        return mix((hash + STEP) ^ rest);
    }

    private static long mix(long bits) {
        long first = (bits ^ (bits >>> 30)) * MIX_1;
        long second = (first ^ (first >>> 27)) * MIX_2;
        return second ^ (second >>> 31);
    }
}
