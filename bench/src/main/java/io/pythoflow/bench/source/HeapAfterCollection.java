package io.pythoflow.bench.source;

import io.netty.buffer.PooledByteBufAllocator;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;

/** What is reachable in this process. */
final class HeapAfterCollection {
    /** The first frees what the second finds through references that it cleared. */
    private static final int COLLECTIONS = 2;

    private HeapAfterCollection() {}

    /**
     * Bytes of the heap that a full collection, made now, leaves. Threads that go on meanwhile do
     * not count: it is the usage at the collection's end.
     */
    static long bytes() {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
        }
        long bytes = 0;
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            MemoryUsage usage = pool.getCollectionUsage();
            if (pool.getType() == MemoryType.HEAP && usage != null) {
                bytes += usage.getUsed();
            }
        }
        return bytes;
    }

    /** Bytes outside the heap that Netty holds for connections. */
    static long networkBytes() {
        return PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory();
    }
}
