package io.pythoflow.job.lake.backfill;

import io.pythoflow.contract.payload.Reading;
import io.pythoflow.job.ingest.FoundReading;
import io.pythoflow.job.ingest.FoundReading.Place;
import io.pythoflow.job.ingest.FoundReadingSerializer;
import io.pythoflow.job.lake.StoredReadings;
import io.pythoflow.job.lake.StoredReadings.BrokenFileException;
import io.pythoflow.job.lake.backfill.Tally.Item;
import java.io.IOException;
import java.util.function.Consumer;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFlatMapFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.core.fs.Path;
import org.apache.flink.util.Collector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The readings in the files of our own table, as they were stored. */
public final class ReadTableFunction extends RichFlatMapFunction<LakeFile, FoundReading>
        implements ResultTypeQueryable<FoundReading> {

    private static final long serialVersionUID = 1L;

    private static final Logger LOG = LoggerFactory.getLogger(ReadTableFunction.class);

    /** Smaller files are read whole, with one request. */
    private static final long WHOLE_BYTES = 16L << 20;

    private static final String BROKEN = "broken_file";

    private final Range range;

    private transient Tally tally;

    public ReadTableFunction(Range range) {
        this.range = range;
    }

    @Override
    public void open(OpenContext context) {
        tally = new Tally(getRuntimeContext(), Place.TABLE);
    }

    @Override
    public TypeInformation<FoundReading> getProducedType() {
        return FoundReadingSerializer.TYPE;
    }

    @Override
    public void flatMap(LakeFile file, Collector<FoundReading> out) throws IOException {
        Path path = new Path(file.path());
        Consumer<Reading> pass = reading -> pass(reading, out);
        try {
            if (file.length() <= WHOLE_BYTES) {
                StoredReadings.read(Folders.read(path), pass);
            } else {
                StoredReadings.read(path, file.length(), pass);
            }
        } catch (BrokenFileException e) {
            LOG.warn("{}: {}", file.path(), e.getMessage());
            tally.reject(BROKEN, file.path());
        }
        tally.add(Item.FILES_READ, 1);
    }

    private void pass(Reading reading, Collector<FoundReading> out) {
        tally.add(Item.READINGS, 1);
        if (!range.windows().contains(reading.timestamp())) {
            tally.add(Item.OUT_OF_RANGE, 1);
        }
        if (range.table().contains(reading.timestamp())) {
            out.collect(new FoundReading(reading, Place.TABLE));
        }
    }
}
