package io.pythoflow.job.state;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Bytes of one value after the other, in an array that grows and is used again. Small whole numbers
 * take few bytes. Not thread-safe.
 */
public final class PackedOutput {
    static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private static final int SEVEN_BITS = 0x7f;
    private static final int MORE = 0x80;

    /** What a whole number takes at most. */
    private static final int LONGEST_NUMBER = 10;

    private byte[] bytes;
    private int size;

    public PackedOutput() {
        this(128);
    }

    /**
     * @param capacity bytes that will do most of the time
     */
    public PackedOutput(int capacity) {
        bytes = new byte[capacity];
    }

    /** Begins anew. */
    public void reset() {
        size = 0;
    }

    public int size() {
        return size;
    }

    /** What was written, from 0 to {@link #size}; overwritten by what comes next. */
    public byte[] array() {
        return bytes;
    }

    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }

    public void writeByte(int value) {
        ensure(1);
        bytes[size++] = (byte) value;
    }

    /** A number from 0 on, the shorter the smaller; negative ones take ten bytes. */
    public void writeUnsigned(long value) {
        ensure(LONGEST_NUMBER);
        int at = size;
        long rest = value;
        while ((rest & ~SEVEN_BITS) != 0) {
            bytes[at++] = (byte) ((rest & SEVEN_BITS) | MORE);
            rest >>>= 7;
        }
        bytes[at++] = (byte) rest;
        size = at;
    }

    /** A number of either sign, the shorter the closer to zero. */
    public void writeSigned(long value) {
        writeUnsigned((value << 1) ^ (value >> 63));
    }

    /** Eight bytes. */
    public void writeLong(long value) {
        ensure(Long.BYTES);
        LONGS.set(bytes, size, value);
        size += Long.BYTES;
    }

    /** Eight bytes. */
    public void writeDouble(double value) {
        writeLong(Double.doubleToRawLongBits(value));
    }

    /** One byte, for what is read by the build that wrote it: no place for state. */
    @SuppressWarnings("EnumOrdinal") // Names would cost more than all else of most records.
    public void writeConstant(Enum<?> constant) {
        writeByte(constant.ordinal());
    }

    private void writeBytes(byte[] value, int offset, int length) {
        ensure(length);
        System.arraycopy(value, offset, bytes, size, length);
        size += length;
    }

    /** The first bytes of an array, behind their number. */
    public void writeBlock(byte[] value, int length) {
        writeUnsigned(length);
        writeBytes(value, 0, length);
    }

    /** A text of any length, or null. */
    public void writeText(@Nullable String text) {
        if (text == null) {
            writeUnsigned(0);
            return;
        }
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        writeUnsigned(utf8.length + 1L);
        writeBytes(utf8, 0, utf8.length);
    }

    private void ensure(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(size + more, bytes.length * 2));
        }
    }
}
