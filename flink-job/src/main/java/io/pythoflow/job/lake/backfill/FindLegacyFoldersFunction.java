package io.pythoflow.job.lake.backfill;

import io.pythoflow.contract.topic.Topics;
import io.pythoflow.job.ingest.FoundReading.Place;
import io.pythoflow.job.lake.backfill.Tally.Item;
import java.io.IOException;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFlatMapFunction;
import org.apache.flink.core.fs.Path;
import org.apache.flink.util.Collector;

/**
 * The folders of days below the root of the original's raw files, whatever topics there are, whose
 * messages may have been received in the span. Topics that carry no readings are left out, and
 * named.
 */
public final class FindLegacyFoldersFunction extends RichFlatMapFunction<String, LegacyFolder> {

    private static final long serialVersionUID = 1L;

    private static final int THREADS = 8;

    /** A reason for folders, beside those of {@link io.pythoflow.contract.payload.RejectReason}. */
    private static final String OTHER_TOPIC = "topic_without_readings";

    private final Span receipts;

    private transient Tally tally;

    public FindLegacyFoldersFunction(Span receipts) {
        this.receipts = receipts;
    }

    @Override
    public void open(OpenContext context) {
        tally = new Tally(getRuntimeContext(), Place.LEGACY);
    }

    @Override
    public void flatMap(String root, Collector<LegacyFolder> out) throws IOException {
        try (ReadAhead requests = new ReadAhead(THREADS, "list " + root)) {
            List<Level> level = List.of(new Level(new Path(root), ""));
            while (!level.isEmpty()) {
                List<Level> below = new ArrayList<>();
                requests.forEach(
                        level,
                        folder -> Folders.foldersIn(folder.path),
                        (folder, inside) -> sort(folder, inside, below, out));
                level = below;
            }
        }
    }

    /** Folders of a topic and its months; days are the last. */
    private record Level(Path path, String topic) {}

    private void sort(
            Level folder, List<Path> inside, List<Level> below, Collector<LegacyFolder> out) {
        Optional<YearMonth> month = LegacyFolders.monthOf(folder.path.getName());
        for (Path path : inside) {
            if (month.isPresent()) {
                emitIfInSpan(path, folder.topic, month.get(), out);
                continue;
            }
            Optional<YearMonth> monthInside = LegacyFolders.monthOf(path.getName());
            if (monthInside.isEmpty()) {
                String topic = folder.topic.isEmpty() ? "" : folder.topic + "/";
                below.add(new Level(path, topic + path.getName()));
            } else if (!Topics.carriesReadings(folder.topic)) {
                tally.reject(OTHER_TOPIC, path.toString());
            } else if (LegacyFolders.receipts(monthInside.get()).meets(receipts)) {
                below.add(new Level(path, folder.topic));
            }
        }
    }

    private void emitIfInSpan(
            Path path, String topic, YearMonth month, Collector<LegacyFolder> out) {
        boolean inSpan =
                LegacyFolders.dayOf(month, path.getName())
                        .map(LegacyFolders::receipts)
                        .filter(receipts::meets)
                        .isPresent();
        if (inSpan) {
            tally.add(Item.FOLDERS_FOUND, 1);
            out.collect(new LegacyFolder(path.toString(), topic));
        }
    }
}
