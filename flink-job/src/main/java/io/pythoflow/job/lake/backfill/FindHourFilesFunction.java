package io.pythoflow.job.lake.backfill;

import io.pythoflow.job.ingest.FoundReading.Place;
import io.pythoflow.job.lake.backfill.Tally.Item;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFlatMapFunction;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.Path;
import org.apache.flink.util.Collector;

/**
 * The files below a folder of {@code dt=…/hour=…} folders whose hour meets the span. A folder that
 * does not exist has none.
 */
public final class FindHourFilesFunction extends RichFlatMapFunction<String, LakeFile> {

    private static final long serialVersionUID = 1L;

    private static final int THREADS = 8;

    private final Place place;
    private final Span hours;

    private transient Tally tally;

    public FindHourFilesFunction(Place place, Span hours) {
        this.place = place;
        this.hours = hours;
    }

    @Override
    public void open(OpenContext context) {
        tally = new Tally(getRuntimeContext(), place);
    }

    @Override
    public void flatMap(String root, Collector<LakeFile> out) throws IOException {
        List<Path> days =
                Folders.foldersIn(new Path(root)).stream().filter(this::isDayInSpan).toList();
        List<Path> found = new ArrayList<>();
        try (ReadAhead requests = new ReadAhead(THREADS, "list " + root)) {
            requests.forEach(days, Folders::foldersIn, (day, inDay) -> addHours(day, inDay, found));
            tally.add(Item.FOLDERS_FOUND, found.size());
            requests.forEach(found, Folders::filesIn, (hour, files) -> emit(files, out));
        }
    }

    private boolean isDayInSpan(Path folder) {
        return HourFolders.dayOf(folder.getName())
                .filter(day -> HourFolders.span(day).meets(hours))
                .isPresent();
    }

    private void addHours(Path day, List<Path> inDay, List<Path> found) {
        LocalDate date = HourFolders.dayOf(day.getName()).orElseThrow();
        for (Path folder : inDay) {
            Optional<Span> hour = HourFolders.hourOf(date, folder.getName());
            if (hour.filter(hours::meets).isPresent()) {
                found.add(folder);
            }
        }
    }

    private void emit(List<FileStatus> files, Collector<LakeFile> out) {
        tally.add(Item.FOLDERS_READ, 1);
        tally.add(Item.FILES_FOUND, files.size());
        for (FileStatus file : files) {
            out.collect(new LakeFile(file.getPath().toString(), file.getLen()));
        }
    }
}
