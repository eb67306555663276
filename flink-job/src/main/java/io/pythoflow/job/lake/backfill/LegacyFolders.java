package io.pythoflow.job.lake.backfill;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The layout of the original's raw files, {@code <topic>/yyyy-MM/dd/<epoch ms>.json}: the day is
 * one of São Paulo, the file name the time at which the rule saw the message.
 */
final class LegacyFolders {

    private static final ZoneId SAO_PAULO = ZoneId.of("America/Sao_Paulo");

    /** Brazil gave up summer time in 2019; not every list of time zones knew at once. */
    private static final Duration DOUBT = Duration.ofHours(1);

    private static final Pattern MONTH = Pattern.compile("[0-9]{4}-[0-9]{2}");
    private static final Pattern DAY = Pattern.compile("[0-9]{2}");
    private static final Pattern FILE = Pattern.compile("([0-9]{1,15})(\\.json)?");

    private LegacyFolders() {}

    /** The month that a folder's name says; empty for a level of a topic. */
    static Optional<YearMonth> monthOf(String name) {
        if (!MONTH.matcher(name).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(YearMonth.parse(name));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** The day that a folder's name says, of the month of the folder above; empty for any other. */
    static Optional<LocalDate> dayOf(YearMonth month, String name) {
        if (!DAY.matcher(name).matches() || !month.isValidDay(Integer.parseInt(name))) {
            return Optional.empty();
        }
        return Optional.of(month.atDay(Integer.parseInt(name)));
    }

    /** When the messages of a month's folder were received, at the earliest and the latest. */
    static Span receipts(YearMonth month) {
        return receipts(month.atDay(1), month.atEndOfMonth());
    }

    static Span receipts(LocalDate day) {
        return receipts(day, day);
    }

    private static Span receipts(LocalDate first, LocalDate last) {
        return new Span(
                        first.atStartOfDay(SAO_PAULO).toInstant().toEpochMilli(),
                        last.plusDays(1).atStartOfDay(SAO_PAULO).toInstant().toEpochMilli())
                .widened(DOUBT, DOUBT);
    }

    /** When a file's message was received, epoch milliseconds; empty for any other file. */
    static OptionalLong receiptOf(String fileName) {
        Matcher file = FILE.matcher(fileName);
        return file.matches()
                ? OptionalLong.of(Long.parseLong(file.group(1)))
                : OptionalLong.empty();
    }
}
