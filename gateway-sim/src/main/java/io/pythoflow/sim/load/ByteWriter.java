package io.pythoflow.sim.load;

import java.util.Arrays;

/** ASCII into a growing array, without objects in between. */
final class ByteWriter {

    private byte[] bytes = new byte[1024];
    private int length;

    void clear() {
        length = 0;
    }

    byte[] copy() {
        return Arrays.copyOf(bytes, length);
    }

    void raw(byte value) {
        room(1);
        bytes[length++] = value;
    }

    void raw(byte[] value) {
        room(value.length);
        System.arraycopy(value, 0, bytes, length, value.length);
        length += value.length;
    }

    /** Decimal digits of a number of 0 or more. */
    void digits(long number) {
        int count = 1;
        for (long rest = number / 10; rest > 0; rest /= 10) {
            count++;
        }
        digits(number, count);
    }

    /** Thousandths as a decimal fraction: 27412 as {@code 27.412}. */
    void thousandths(long number) {
        digits(number / 1000);
        raw((byte) '.');
        digits(number % 1000, 3);
    }

    private void digits(long number, int count) {
        room(count);
        long rest = number;
        for (int i = length + count - 1; i >= length; i--) {
            bytes[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += count;
    }

    private void room(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}
