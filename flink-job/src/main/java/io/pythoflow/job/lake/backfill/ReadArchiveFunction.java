package io.pythoflow.job.lake.backfill;

import io.pythoflow.contract.archive.ArchiveCodec;
import io.pythoflow.contract.archive.ArchivedMessage;
import io.pythoflow.contract.archive.BrokenLineException;
import io.pythoflow.contract.codec.DecodeLimits;
import io.pythoflow.contract.topic.Topics;
import io.pythoflow.job.ingest.FoundReading;
import io.pythoflow.job.ingest.FoundReading.Place;
import io.pythoflow.job.ingest.FoundReadingSerializer;
import io.pythoflow.job.lake.backfill.Tally.Item;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFlatMapFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.core.fs.Path;
import org.apache.flink.util.Collector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The readings in files of the raw archive. A line that cannot be read costs that line; a file that
 * breaks off, what follows.
 */
public final class ReadArchiveFunction extends RichFlatMapFunction<LakeFile, FoundReading>
        implements ResultTypeQueryable<FoundReading> {

    private static final long serialVersionUID = 1L;

    private static final Logger LOG = LoggerFactory.getLogger(ReadArchiveFunction.class);

    private static final int BUFFER_BYTES = 1 << 16;

    /** Reasons beside those of {@link io.pythoflow.contract.payload.RejectReason}. */
    private static final String BROKEN_LINE = "broken_line";

    private static final String BROKEN_FILE = "broken_file";

    private final Range range;
    private final DecodeLimits limits;

    private transient ArchiveCodec codec;
    private transient Tally tally;
    private transient PastMessages messages;

    public ReadArchiveFunction(Range range, DecodeLimits limits) {
        this.range = range;
        this.limits = limits;
    }

    @Override
    public void open(OpenContext context) {
        codec = new ArchiveCodec();
        tally = new Tally(getRuntimeContext(), Place.ARCHIVE);
        messages = new PastMessages(limits, Place.ARCHIVE, range, tally);
    }

    @Override
    public TypeInformation<FoundReading> getProducedType() {
        return FoundReadingSerializer.TYPE;
    }

    @Override
    public void flatMap(LakeFile file, Collector<FoundReading> out) throws IOException {
        Path path = new Path(file.path());
        try (InputStream compressed =
                new BufferedInputStream(path.getFileSystem().open(path), BUFFER_BYTES)) {
            readLines(compressed, file.path(), out);
        }
        tally.add(Item.FILES_READ, 1);
    }

    private void readLines(InputStream compressed, String file, Collector<FoundReading> out)
            throws IOException {
        try {
            Lines lines = new Lines(new GZIPInputStream(compressed, BUFFER_BYTES));
            for (byte[] line = lines.next(); line != null; line = lines.next()) {
                read(line, file, out);
            }
        } catch (ZipException | EOFException e) {
            LOG.warn("{} breaks off: {}", file, e.getMessage());
            tally.reject(BROKEN_FILE, file);
        }
    }

    private void read(byte[] line, String file, Collector<FoundReading> out) {
        ArchivedMessage message;
        try {
            message = codec.decode(line);
        } catch (BrokenLineException e) {
            LOG.debug("A line in {}: {}", file, e.getMessage());
            tally.reject(BROKEN_LINE, file);
            return;
        }
        if (Topics.carriesReadings(message.topic())
                && range.receipts().contains(message.receivedAt())) {
            messages.decode(message.topic(), message.payload(), message.receivedAt(), file, out);
        }
    }
}
