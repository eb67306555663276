package io.pythoflow.job.mqtt.quirks;

import java.util.Arrays;

/**
 * Cuts a stream of bytes into MQTT packets, whatever pieces it comes in. Only the fixed header is
 * understood. Not thread-safe.
 */
final class PacketReader {

    /** Takes packets. */
    interface Packets {

        /**
         * One packet.
         *
         * @param header first byte: type in the high four bits
         * @param body what follows the fixed header
         */
        void packet(int header, byte[] body);
    }

    private static final int LONGEST_LENGTH = 4;

    private final Packets packets;
    private byte[] pending = new byte[0];

    PacketReader(Packets packets) {
        this.packets = packets;
    }

    void read(byte[] bytes) {
        byte[] all = Arrays.copyOf(pending, pending.length + bytes.length);
        System.arraycopy(bytes, 0, all, pending.length, bytes.length);
        int from = 0;
        for (int end = endOfPacket(all, from); end >= 0; end = endOfPacket(all, from)) {
            int body = from + 1;
            while ((all[body] & 0x80) != 0) {
                body++;
            }

            packets.packet(all[from] & 0xff, Arrays.copyOfRange(all, body + 1, end));
            from = end;
        }

        pending = Arrays.copyOfRange(all, from, all.length);
    }

    /** Where the packet that starts here ends; negative if not all of it has arrived. */
    private static int endOfPacket(byte[] bytes, int start) {
        int length = 0;
        for (int i = 0; i < LONGEST_LENGTH && start + 1 + i < bytes.length; i++) {
            int digit = bytes[start + 1 + i];
            length |= (digit & 0x7f) << (7 * i);
            if ((digit & 0x80) == 0) {
                int end = start + 2 + i + length;
                return end <= bytes.length ? end : -1;
            }
        }

        return -1;
    }
}
