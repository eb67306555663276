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
 */
final class KeptPoints {
    /**
     * Points that stand as they are, at most. With more the open windows are larger, with fewer
     * blocks are less dense.
     */
    static final int TAIL = 16;

    private static final int BLOCK_BYTES = 5 * TAIL;
    private static final int[] NO_OFFSETS = {};
    private static final double[] NO_VALUES = {};
    private static final byte[] NO_BLOCKS = {};

    /** Of the object, and of the blocks' array beside its elements. */
    private static final long HEAP_BYTES = 60;

    /** Of the arrays of the tail, beside their elements. */
    private static final long TAIL_HEAP_BYTES = 40;

    private int[] offsets = NO_OFFSETS;
    private double[] values = NO_VALUES;
    private int tail;

    private byte[] blocks = NO_BLOCKS;
    private int usedBytes;
    private int packed;
    private boolean shared;

    void add(int offset, double value) {
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

    int size() {
        return packed + tail;
    }

    Points sorted() {
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
     * @param all as {@link #sorted} gave them
     */
    void pack(Points all) {
        if (tail > 0) {
            replace(all);
        }
    }

    /** Keeps these instead. */
    void replace(Points points) {
        PackedOutput block = new PackedOutput(4 * points.size());
        PackedPoints.write(points.offsets(), points.values(), points.size(), block);
        blocks = block.toByteArray();
        usedBytes = blocks.length;
        packed = points.size();
        shared = false;
        dropTail();
    }

    private void packTail() {
        PackedOutput block = new PackedOutput(BLOCK_BYTES);
        PackedPoints.write(offsets, values, tail, block);
        int end = usedBytes + block.size();
        if (shared || end > blocks.length) {
            blocks = Arrays.copyOf(blocks, Math.max(end, usedBytes + usedBytes / 4));
            shared = false;
        }
        System.arraycopy(block.array(), 0, blocks, usedBytes, block.size());
        usedBytes = end;
        packed += tail;
        tail = 0;
    }

    private void dropTail() {
        offsets = NO_OFFSETS;
        values = NO_VALUES;
        tail = 0;
    }

    KeptPoints copy() {
        KeptPoints copy = new KeptPoints();
        copy.offsets = offsets.clone();
        copy.values = values.clone();
        copy.tail = tail;
        copy.blocks = blocks;
        copy.usedBytes = usedBytes;
        copy.packed = packed;
        copy.shared = true;
        return copy;
    }

    /** Bytes of this and its arrays on the heap, roughly. */
    long heapBytes() {
        long tailBytes = values.length == 0 ? 0 : TAIL_HEAP_BYTES + 12L * values.length;
        return HEAP_BYTES + blocks.length + tailBytes;
    }

    /** How many are in the blocks, the blocks as they are, and a block of the others. */
    void write(PackedOutput out) {
        out.writeUnsigned(packed);
        out.writeBlock(blocks, usedBytes);
        PackedPoints.write(offsets, values, tail, out);
    }

    /** Reads what {@link #write} wrote. */
    static KeptPoints read(PackedInput in) {
        int packed = in.readCount();
        KeptPoints points = ofBlocks(in.readBlock(), packed);
        points.tail = in.readCount();
        points.offsets = new int[points.tail];
        points.values = new double[points.tail];
        PackedPoints.read(in, points.tail, points.offsets, points.values, 0);
        return points;
    }

    /** All in one block. */
    static KeptPoints readVersion3(PackedInput in) {
        byte[] block = in.readBlock();
        return ofBlocks(block, new PackedInput(block).readCount());
    }

    private static KeptPoints ofBlocks(byte[] blocks, int packed) {
        KeptPoints points = new KeptPoints();
        points.blocks = blocks;
        points.usedBytes = blocks.length;
        points.packed = packed;
        return points;
    }
}
