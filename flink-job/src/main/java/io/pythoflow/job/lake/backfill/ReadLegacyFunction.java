package io.pythoflow.job.lake.backfill;

import io.pythoflow.contract.codec.DecodeLimits;
import io.pythoflow.job.ingest.FoundReading;
import io.pythoflow.job.ingest.FoundReading.Place;
import io.pythoflow.job.ingest.FoundReadingSerializer;
import io.pythoflow.job.lake.backfill.Tally.Item;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFlatMapFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.Path;
import org.apache.flink.util.Collector;

/**
 * The readings in a day's folder of the original's raw files. In memory are its listing and a few
 * files.
 */
public final class ReadLegacyFunction extends RichFlatMapFunction<LegacyFolder, FoundReading>
        implements ResultTypeQueryable<FoundReading> {

    private static final long serialVersionUID = 1L;

    private static final int THREADS = 8;

    /** AWS IoT takes messages of up to 128 KiB; what is much larger is something else. */
    private static final long LONGEST_BYTES = 1L << 20;

    private static final String OTHER_FILE = "not_a_raw_file";

    private final Range range;
    private final DecodeLimits limits;

    private transient Tally tally;
    private transient PastMessages messages;
    private transient ReadAhead requests;

    public ReadLegacyFunction(Range range, DecodeLimits limits) {
        this.range = range;
        this.limits = limits;
    }

    @Override
    public void open(OpenContext context) {
        tally = new Tally(getRuntimeContext(), Place.LEGACY);
        messages = new PastMessages(limits, Place.LEGACY, range, tally);
        requests = new ReadAhead(THREADS, "read raw files");
    }

    @Override
    public void close() {
        if (requests != null) {
            requests.close();
        }
    }

    /** A file, and when its message was received. */
    private record Raw(Path path, long receivedAt) {}

    @Override
    public TypeInformation<FoundReading> getProducedType() {
        return FoundReadingSerializer.TYPE;
    }

    @Override
    public void flatMap(LegacyFolder folder, Collector<FoundReading> out) throws IOException {
        List<Raw> files = new ArrayList<>();
        for (FileStatus file : Folders.filesIn(new Path(folder.path()))) {
            OptionalLong receivedAt = LegacyFolders.receiptOf(file.getPath().getName());
            if (receivedAt.isEmpty() || file.getLen() > LONGEST_BYTES) {
                tally.reject(OTHER_FILE, file.getPath().toString());
            } else if (range.receipts().contains(receivedAt.getAsLong())) {
                files.add(new Raw(file.getPath(), receivedAt.getAsLong()));
            }
        }
        tally.add(Item.FILES_FOUND, files.size());
        requests.forEach(
                files,
                file -> Folders.read(file.path),
                (file, bytes) -> {
                    messages.decodeWithEnvelope(
                            folder.topic(), bytes, file.receivedAt, file.path.toString(), out);
                    tally.add(Item.FILES_READ, 1);
                });
        tally.add(Item.FOLDERS_READ, 1);
    }
}
