package io.pythoflow.job.ingest;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Packs readings of the past that belong to one group into bundles, so that what is sent and sorted
 * is a bundle: files hold the readings of many sensors by turns, and each reading alone would cost
 * several times what is then done with it. A bundle is the key of its group ({@link
 * ReadingGroups#keyOf}) and readings in order of receipt, one after the other as {@link
 * FoundReading}'s serializer writes them.
 *
 * <p>Bundles are sent on when {@link #MOST_READINGS} have gathered, and at the end. Nothing is kept
 * across a failure: batch mode reads the files again.
 */
public final class BundleOperator extends AbstractStreamOperator<Tuple2<Long, byte[]>>
        implements OneInputStreamOperator<FoundReading, Tuple2<Long, byte[]>> {
    private static final long serialVersionUID = 1L;

    /** Some ten megabytes. */
    private static final int MOST_READINGS = 65_536;

    private static final int FIRST_BYTES = 512;

    private final ReadingGroups groups;

    private transient TypeSerializer<FoundReading> serializer;
    private transient Map<Long, Bundle> bundles;
    private transient int readings;

    private static final class Bundle {
        private final DataOutputSerializer bytes = new DataOutputSerializer(FIRST_BYTES);
        private long lastReceivedAt = Long.MIN_VALUE;
    }

    public BundleOperator(ReadingGroups groups) {
        this.groups = groups;
    }

    /** What bundles travel as. */
    public static TypeInformation<Tuple2<Long, byte[]>> bundleType() {
        return Types.TUPLE(Types.LONG, Types.PRIMITIVE_ARRAY(Types.BYTE));
    }

    @Override
    public void open() throws Exception {
        super.open();
        serializer = new FoundReadingSerializer();
        bundles = new HashMap<>();
    }

    @Override
    public void processElement(StreamRecord<FoundReading> element) throws IOException {
        FoundReading found = element.getValue();
        long key = groups.keyOf(found.reading());
        long receivedAt = found.reading().receivedAt();
        Bundle bundle = bundles.computeIfAbsent(key, first -> new Bundle());
        if (receivedAt < bundle.lastReceivedAt) {
            send(key, bundle);
            bundle.bytes.clear();
        }
        bundle.lastReceivedAt = receivedAt;
        serializer.serialize(found, bundle.bytes);
        readings++;
        if (readings == MOST_READINGS) {
            sendAll();
        }
    }

    @Override
    public void finish() {
        sendAll();
    }

    private void sendAll() {
        bundles.forEach(this::send);
        bundles.clear();
        readings = 0;
    }

    private void send(long key, Bundle bundle) {
        output.collect(new StreamRecord<>(Tuple2.of(key, bundle.bytes.getCopyOfBuffer())));
    }
}
