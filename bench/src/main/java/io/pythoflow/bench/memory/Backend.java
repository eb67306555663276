package io.pythoflow.bench.memory;

import java.util.Locale;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.TaskManagerOptions;

/** Where a job keeps its state. */
public enum Backend {
    /** As objects. */
    HEAP("hashmap"),
    /** In RocksDB, with incremental checkpoints. */
    ROCKSDB("rocksdb");

    /**
     * Of all slots, for RocksDB's caches and write buffers: a little less than what Flink's default
     * shares give beside a heap of 2 GiB (0.4 of its memory, where the heap is half).
     */
    static final MemorySize MANAGED_MEMORY = MemorySize.ofMebiBytes(1536);

    private final String flinkName;

    Backend(String flinkName) {
        this.flinkName = flinkName;
    }

    void addTo(Configuration configuration) {
        configuration.set(StateBackendOptions.STATE_BACKEND, flinkName);
        if (this == ROCKSDB) {
            configuration.set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, true);
            configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MANAGED_MEMORY);
        }
    }

    /** The name for people and programs. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
