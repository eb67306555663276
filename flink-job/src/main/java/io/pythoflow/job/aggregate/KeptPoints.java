package io.pythoflow.job.aggregate;

import io.pythoflow.job.state.PackedInput;
import io.pythoflow.job.state.PackedOutput;
import java.util.Arrays;

/**
 * The points of a metric that are kept: the newest as they are, twelve bytes each; those that came
 * before them in blocks of {@link PackedPoints}, three or four bytes each where they are a
 * sensor's. A checkpoint takes the blocks as they are.
 *
 * <p>What is in the blocks never changes, so copies share their array. Only the one that made the
 * array appends to it, behind what copies know of; a copy that appends makes an array of its own.
 *
 * <p>A {@link MetricWindow} is these points, and does not have them: an object for them would cost
 * 24 bytes more for each metric of each window.
 */
class KeptPoints {
    /**
     * Points that stand as they are, at most. With more the open windows are larger, with fewer
     * blocks are less dense.
     */
    static final int TAIL = 16;

    /** A block of the tail, mostly. */
    private static final int BLOCK_BYTES = 5 * TAIL;

    private static final int[] NO_OFFSETS = {};
    private static final double[] NO_VALUES = {};
    private static final byte[] NO_BLOCKS = {};

    /** Of the blocks' array, beside its elements. */
    private static final long BLOCKS_HEAP_BYTES = 20;

    /** Of the arrays of the tail, beside their elements. */
    private static final long TAIL_HEAP_BYTES = 40;

    private int[] offsets = NO_OFFSETS;
    private double[] values = NO_VALUES;

    /** Points in these arrays. */
    private byte tail;

    private byte[] blocks = NO_BLOCKS;
    private int usedBytes;

    /** Points in the blocks. */
    private int packed;

    /** Whether the array of blocks was made by another one. */
    private boolean shared;

    /** Whether there is but one block, and no room behind it. */
    private boolean dense;

    KeptPoints() {}

    /** A copy, which goes its own way. */
    KeptPoints(KeptPoints from) {
        if (from.tail > 0) {
            offsets = from.offsets.clone();
            values = from.values.clone();
            tail = from.tail;
        }
        blocks = from.blocks;
        usedBytes = from.usedBytes;
        packed = from.packed;
        shared = true;
        dense = from.dense;
    }

    /**
     * Keeps one more.
     *
     * @param offset milliseconds since the window's start
     */
    final void keep(int offset, double value) {
        if (tail >= TAIL) {
            packTail();
        }
        if (tail == values.length) {
            int capacity = Math.min(TAIL, tail + tail / 2 + 1);
            offsets = Arrays.copyOf(offsets, capacity);
            values = Arrays.copyOf(values, capacity);
        }
        offsets[tail] = offset;
        values[tail] = value;
        tail++;
    }

    /** Keeps {@link #TAIL} more, at once in a block. */
    final void keepBlock(int[] moreOffsets, double[] moreValues) {
        if (tail > 0) {
            packTail();
        }
        append(moreOffsets, moreValues, TAIL);
    }

    /** How many are kept. */
    final int size() {
        return packed + tail;
    }

    /** The points that are kept, in order of time. */
    final Points points() {
        int[] allOffsets = new int[size()];
        double[] allValues = new double[size()];
        PackedInput in = new PackedInput(blocks);
        int read = 0;
        while (read < packed) {
            int size = in.readCount();
            PackedPoints.read(in, size, allOffsets, allValues, read);
            read += size;
        }
        System.arraycopy(offsets, 0, allOffsets, packed, tail);
        System.arraycopy(values, 0, allValues, packed, tail);
        return Points.sorted(allOffsets, allValues);
    }

    /**
     * Packs all in one block, once few are still to come. It is the densest form, and a window
     * waits in it for a day: of each sensor there are hundreds of these beside one that is open.
     *
     * @param all as {@link #points} gave them
     */
    final void pack(Points all) {
        if (tail > 0 || !dense) {
            replace(all);
        }
    }

    /** Keeps these instead. */
    final void replace(Points points) {
        PackedOutput block = new PackedOutput(4 * points.size());
        PackedPoints.write(points.offsets(), points.values(), points.size(), block);
        blocks = block.toByteArray();
        usedBytes = blocks.length;
        packed = points.size();
        shared = false;
        dense = true;
        dropTail();
    }

    private void packTail() {
        append(offsets, values, tail);
        tail = 0;
    }

    private void append(int[] moreOffsets, double[] moreValues, int count) {
        PackedOutput block = new PackedOutput(BLOCK_BYTES);
        PackedPoints.write(moreOffsets, moreValues, count, block);
        int end = usedBytes + block.size();
        if (shared || end > blocks.length) {
            blocks = Arrays.copyOf(blocks, Math.max(end, usedBytes + usedBytes / 4));
            shared = false;
        }
        System.arraycopy(block.array(), 0, blocks, usedBytes, block.size());
        usedBytes = end;
        packed += count;
        dense = false;
    }

    private void dropTail() {
        offsets = NO_OFFSETS;
        values = NO_VALUES;
        tail = 0;
    }

    /** Bytes of the arrays on the heap, roughly. */
    final long pointsHeapBytes() {
        return (values.length == 0 ? 0 : TAIL_HEAP_BYTES + 12L * values.length)
                + (blocks.length == 0 ? 0 : BLOCKS_HEAP_BYTES + blocks.length);
    }

    /** How many are in the blocks, the blocks as they are, and a block of the others. */
    final void writePoints(PackedOutput out) {
        out.writeUnsigned(packed);
        out.writeBlock(blocks, usedBytes);
        PackedPoints.write(offsets, values, tail, out);
    }

    /** Reads what {@link #writePoints} wrote, where none are kept yet. */
    final void readPoints(PackedInput in) {
        packed = in.readCount();
        readBlocks(in);
        int size = in.readCount();
        if (size > 0) {
            offsets = new int[size];
            values = new double[size];
            PackedPoints.read(in, size, offsets, values, 0);
            tail = (byte) size;
        }
    }

    /** Reads all in one block, where none are kept yet. */
    final void readPointsVersion3(PackedInput in) {
        readBlocks(in);
        packed = new PackedInput(blocks).readCount();
    }

    private void readBlocks(PackedInput in) {
        blocks = in.readBlock();
        usedBytes = blocks.length;
    }
}
