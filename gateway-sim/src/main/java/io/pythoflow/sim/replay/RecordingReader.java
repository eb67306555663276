package io.pythoflow.sim.replay;

import io.pythoflow.sim.SimException;
import io.pythoflow.sim.mqtt.OutgoingReading.Value;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads one recording row by row, holding one row. The header is the first line that is not blank;
 * files that were joined from several downloads repeat it.
 */
final class RecordingReader implements Closeable {

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final Recording recording;
    private final RowCounts counts;
    private final CSVParser parser;
    private final Iterator<CSVRecord> records;
    private final List<String> header;
    private final int timeIndex;
    private final int[] valueIndexes;
    private long lastTime;
    private @Nullable RecordedRow head;

    /**
     * Opens the file and reads up to its first row.
     *
     * @throws SimException if it cannot be read, or lacks a column
     */
    RecordingReader(Recording recording, RowCounts counts) {
        this.recording = recording;
        this.counts = counts;
        this.parser = open(recording);
        this.records = parser.iterator();
        this.header = readHeader();
        this.timeIndex = indexOf(recording.timeColumn());
        this.valueIndexes =
                recording.columns().stream().mapToInt(column -> indexOf(column.column())).toArray();
        advance();
    }

    /** The next row, null at the end. */
    @Nullable RecordedRow head() {
        return head;
    }

    /** Steps to the row after the head. */
    void advance() {
        head = null;
        while (head == null && hasNext()) {
            head = row(records.next());
        }
    }

    private @Nullable RecordedRow row(CSVRecord fields) {
        if (isBlank(fields)) {
            counts.blankLines++;
            return null;
        }
        counts.rows++;
        if (Arrays.asList(fields.values()).equals(header)) {
            counts.repeatedHeaders++;
            return null;
        }
        Map<String, List<Value>> values = values(fields);
        if (values.isEmpty()) {
            counts.rowsWithoutValue++;
            return null;
        }
        String text = field(fields, timeIndex);
        OptionalLong time = RecordedTime.parse(text, recording.zone());
        if (time.isEmpty()) {
            counts.unreadableTimes++;
            return new RecordedRow(lastTime, text, values);
        }
        lastTime = time.getAsLong();
        return new RecordedRow(lastTime, null, values);
    }

    private Map<String, List<Value>> values(CSVRecord fields) {
        Map<String, List<Value>> bySensor = new LinkedHashMap<>();
        for (int i = 0; i < valueIndexes.length; i++) {
            String text = field(fields, valueIndexes[i]);
            if (!text.isEmpty()) {
                ValueColumn column = recording.columns().get(i);
                String sensor =
                        column.sensorId() == null ? recording.sensorId() : column.sensorId();
                bySensor.computeIfAbsent(sensor, absent -> new ArrayList<>())
                        .add(new Value(column.metric(), text, column.unit()));
            }
        }
        return bySensor;
    }

    private static String field(CSVRecord fields, int index) {
        return index < fields.size() ? fields.get(index).strip() : "";
    }

    private static boolean isBlank(CSVRecord fields) {
        return fields.size() == 1 && fields.get(0).isBlank();
    }

    private List<String> readHeader() {
        while (hasNext()) {
            CSVRecord fields = records.next();
            if (!isBlank(fields)) {
                List<String> names = new ArrayList<>(Arrays.asList(fields.values()));
                if (names.get(0).startsWith(BYTE_ORDER_MARK)) {
                    names.set(0, names.get(0).substring(1));
                }
                return List.copyOf(names);
            }
            counts.blankLines++;
        }
        throw new SimException("'%s' is empty".formatted(recording.file()));
    }

    private int indexOf(String column) {
        int index = header.indexOf(column);
        if (index < 0) {
            throw new SimException(
                    "'%s' has no column '%s'; it has %s"
                            .formatted(
                                    recording.file(),
                                    column,
                                    header.stream()
                                            .map(name -> "'" + name + "'")
                                            .collect(Collectors.joining(", "))));
        }
        return index;
    }

    private boolean hasNext() {
        try {
            return records.hasNext();
        } catch (IllegalStateException | UncheckedIOException e) {
            throw new SimException(
                    "Cannot read '%s' after line %d: %s"
                            .formatted(
                                    recording.file(),
                                    parser.getCurrentLineNumber(),
                                    e.getMessage()),
                    e);
        }
    }

    private static CSVParser open(Recording recording) {
        // A stray byte in a recording must not end its replay.
        CharsetDecoder utf8 =
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPLACE)
                        .onUnmappableCharacter(CodingErrorAction.REPLACE);
        try {
            return CSVParser.parse(
                    new BufferedReader(
                            new InputStreamReader(Files.newInputStream(recording.file()), utf8)),
                    CSVFormat.DEFAULT
                            .builder()
                            .setIgnoreEmptyLines(false)
                            .setTrailingData(true)
                            .setLenientEof(true)
                            .get());
        } catch (IOException e) {
            throw new SimException(
                    "Cannot read '%s': %s".formatted(recording.file(), e.getMessage()), e);
        }
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }
}
