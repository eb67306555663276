package io.pythoflow.job.mqtt;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;

/**
 * What one test's job has emitted, seen from the test: operators are copied into the cluster, which
 * runs in the same process, so they meet the test in a static map.
 */
final class JobProbe {
    private static final Map<String, JobProbe> BY_TEST = new ConcurrentHashMap<>();

    final List<String> records = new CopyOnWriteArrayList<>();
    final List<Long> watermarks = new CopyOnWriteArrayList<>();

    /** Records that the watermark had passed when they came. */
    final List<String> late = new CopyOnWriteArrayList<>();

    final List<WatermarkStatus> statuses = new CopyOnWriteArrayList<>();

    /** One permit per record that may pass; plenty unless a test drains it. */
    final Semaphore permits = new Semaphore(1_000_000);

    /** So many records from now on the job fails, once. Negative for never. */
    final AtomicInteger failAfter = new AtomicInteger(-1);

    static JobProbe of(String test) {
        return BY_TEST.computeIfAbsent(test, key -> new JobProbe());
    }

    /** Lets everything pass and tells the probe. */
    static final class Operator extends AbstractStreamOperator<String>
            implements OneInputStreamOperator<String, String> {
        private static final long serialVersionUID = 1L;

        private final String test;
        private long watermark = Long.MIN_VALUE;

        Operator(String test) {
            this.test = test;
        }

        @Override
        public void processElement(StreamRecord<String> element) throws Exception {
            JobProbe probe = of(test);
            probe.permits.acquire();
            if (probe.failAfter.getAndUpdate(left -> left < 0 ? left : left - 1) == 0) {
                throw new IllegalStateException("The test asked the job to fail");
            }

            if (element.hasTimestamp() && element.getTimestamp() <= watermark) {
                probe.late.add(element.getValue());
            }

            probe.records.add(element.getValue());
            output.collect(element);
        }

        @Override
        public void processWatermark(Watermark mark) throws Exception {
            watermark = mark.getTimestamp();
            of(test).watermarks.add(watermark);
            super.processWatermark(mark);
        }

        @Override
        public void processWatermarkStatus(WatermarkStatus status) throws Exception {
            of(test).statuses.add(status);
            super.processWatermarkStatus(status);
        }
    }
}
