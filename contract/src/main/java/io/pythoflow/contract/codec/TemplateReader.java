package io.pythoflow.contract.codec;

import io.pythoflow.contract.codec.MemberOrder.Place;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads an object that differs from one before it in its values alone, as those of one firmware do,
 * straight from its bytes: the same members in the same order, ids and words of printable ASCII
 * without escapes, numbers as sensors write them. It says no to everything else, right or wrong,
 * and {@link ReadingParser} reads the object from its beginning: whatever has to be said of an
 * object is said there. Of what this one accepts, it must make what the parser makes of it.
 *
 * <p>Reused; not thread-safe.
 */
final class TemplateReader {

    private static final int NO = -1;
    private static final byte[] NOTHING = {};

    private final MemberOrder members;
    private final MemberOrder metrics;
    private final int maxIdLength;

    // Texts that message after message has in common.
    private @Nullable String gatewayId;
    private @Nullable String zoneId;
    private @Nullable String firmware;

    private byte[] text = NOTHING;
    private int at;
    private int end;

    /**
     * @param members the order in which a reading's members are expected
     * @param metrics the same of its values
     * @param maxIdLength characters of the longest id
     */
    TemplateReader(MemberOrder members, MemberOrder metrics, int maxIdLength) {
        this.members = members;
        this.metrics = metrics;
        this.maxIdLength = maxIdLength;
    }

    /**
     * Reads an object, unless it has any surprise.
     *
     * @param parser stands at the object's opening brace, and stays there
     * @param expectedSensorId that its sensor probably has
     * @param draft empty; where the answer is no, it is left with part of the object in it
     * @return where the text goes on behind the closing brace; negative if there is a surprise
     */
    int read(ReusedParser parser, @Nullable String expectedSensorId, ReadingDraft draft) {
        text = parser.text();
        at = parser.next();
        end = parser.last();
        boolean read = object(expectedSensorId, draft);
        text = NOTHING;
        return read ? at : NO;
    }

    private boolean object(@Nullable String expectedSensorId, ReadingDraft draft) {
        Place place = members.start();
        int separator;
        do {
            place = takeName(place);
            if (place == null || !takeValue(place.name(), expectedSensorId, draft)) {
                return false;
            }
            separator = takeSeparator();
        } while (separator == ',');
        return separator == '}';
    }

    private boolean takeValue(
            MemberName name, @Nullable String expectedSensorId, ReadingDraft draft) {
        if (name.field == null) {
            return takeFlatMetric(name, draft);
        }
        switch (name.field) {
            case SCHEMA -> {
                draft.declaresReading = takeWord(Schemas.READING);
                return draft.declaresReading;
            }
            case MESSAGE_ID -> {
                draft.messageId = takeId();
                return draft.messageId != null;
            }
            case SENSOR_ID -> {
                draft.sensorId = takeId(expectedSensorId);
                return draft.sensorId != null;
            }
            case GATEWAY_ID -> {
                gatewayId = takeId(gatewayId);
                draft.gatewayId = gatewayId;
                return draft.gatewayId != null;
            }
            case ZONE_ID -> {
                zoneId = takeId(zoneId);
                draft.zoneId = zoneId;
                return draft.zoneId != null;
            }
            case FIRMWARE -> {
                firmware = takeId(firmware);
                draft.firmware = firmware;
                return draft.firmware != null;
            }
            case SEQUENCE -> {
                long sequence = takeInteger();
                draft.sequence = sequence;
                return sequence != NO;
            }
            case TIME -> {
                return takeTime(draft.time);
            }
            case OTHER_TIME -> {
                return takeTime(draft.otherTime);
            }
            case TIME_SOURCE -> {
                draft.stampedByGateway = takeWord("gateway");
                return draft.stampedByGateway || takeWord("device");
            }
            case HISTORICAL -> {
                draft.historical = takeLiteral("true");
                return draft.historical || takeLiteral("false");
            }
            case SAMPLE_PERIOD -> {
                long seconds = takeInteger();
                draft.samplePeriodSeconds = (int) seconds;
                return seconds > 0 && seconds <= Integer.MAX_VALUE;
            }
            case VALUES -> {
                draft.hasValues = true;
                return takeValues(draft.values);
            }
            default -> {
                return false;
            }
        }
    }

    private boolean takeFlatMetric(MemberName name, ReadingDraft draft) {
        double value = takeNumber();
        draft.flat.offer(name, value, null);
        draft.hasFlatMetrics = true;
        return !Double.isNaN(value);
    }

    private boolean takeValues(MeasurementBuffer into) {
        if (!take('{')) {
            return false;
        }
        Place place = metrics.start();
        int separator;
        do {
            place = takeName(place);
            if (place == null || !takeMetric(place.name(), into)) {
                return false;
            }
            separator = takeSeparator();
        } while (separator == ',');
        return separator == '}';
    }

    private boolean takeMetric(MemberName name, MeasurementBuffer into) {
        // From a sensor that had nothing to say.
        if (takeLiteral("null")) {
            return true;
        }
        double value = takeNumber();
        into.offer(name, value, null);
        return !Double.isNaN(value);
    }

    /** A number that counts from 1970, or a text that says the time. */
    private boolean takeTime(SentTime into) {
        if (at < end && text[at] != '"') {
            long sent = takeInteger();
            if (sent == NO) {
                return false;
            }
            into.setInteger(sent);
            return true;
        }
        String sent = takeId();
        return sent != null && into.setText(sent);
    }

    /** The name of a member that was seen at this place before, and the colon behind it. */
    private @Nullable Place takeName(Place before) {
        skipBlanks();
        Place likely = before.likely();
        if (likely == null) {
            return null;
        }
        if (takeName(likely.name().quoted)) {
            return likely;
        }
        for (Place next : before.next()) {
            if (takeName(next.name().quoted)) {
                return before.choose(next);
            }
        }
        return null;
    }

    private boolean takeName(byte[] quoted) {
        int behind = at + quoted.length;
        if (behind >= end
                || text[behind] != ':'
                || !Arrays.equals(text, at, behind, quoted, 0, quoted.length)) {
            return false;
        }
        at = behind + 1;
        skipBlanks();
        return true;
    }

    /** A text of these characters; nothing is taken where it is another. */
    private boolean takeWord(String word) {
        int first = at + 1;
        int behind = first + word.length();
        if (behind >= end || text[at] != '"' || text[behind] != '"' || !isAt(first, word)) {
            return false;
        }
        at = behind + 1;
        return true;
    }

    /** A word without quotes; nothing is taken where there is something else. */
    private boolean takeLiteral(String word) {
        if (at + word.length() >= end || !isAt(at, word)) {
            return false;
        }
        at += word.length();
        return true;
    }

    /** Whether there are these characters, none of which stands for another in a text. */
    private boolean isAt(int first, String word) {
        for (int i = 0; i < word.length(); i++) {
            byte c = text[first + i];
            if (c != word.charAt(i) || isSpecial(c)) {
                return false;
            }
        }
        return true;
    }

    /** A text that needs no escapes and is an id; null where it is anything else. */
    private @Nullable String takeId() {
        int first = at + 1;
        int behind = idEnd();
        if (behind == NO) {
            return null;
        }
        at = behind + 1;
        return new String(text, first, behind - first, StandardCharsets.ISO_8859_1);
    }

    /** The same, where it is likely to be a certain one. */
    private @Nullable String takeId(@Nullable String likely) {
        return likely != null && takeWord(likely) ? likely : takeId();
    }

    /** Where the closing quote of an id lies that begins here. */
    private int idEnd() {
        if (at >= end || text[at] != '"') {
            return NO;
        }
        int longest = Math.min(end, at + 2 + maxIdLength);
        boolean blank = true;
        for (int i = at + 1; i < longest; i++) {
            byte c = text[i];
            if (c == '"') {
                return blank ? NO : i;
            }
            if (isSpecial(c)) {
                return NO;
            }
            blank &= c == ' ';
        }
        return NO;
    }

    /** Whether a character is no printable ASCII, or stands for something else in a text. */
    private static boolean isSpecial(byte c) {
        return c < ' ' || c == 0x7f || c == '"' || c == '\\';
    }

    /** An integer that is not negative; negative where there is none. */
    private long takeInteger() {
        int first = at;
        long digits = takeDigits(0);
        return at - first > Numbers.EXACT_DIGITS || !isCanonical(first) ? NO : digits;
    }

    /** A number in decimal notation; NaN where there is none. */
    private double takeNumber() {
        boolean negative = at < end && text[at] == '-';
        if (negative) {
            at++;
        }
        int first = at;
        long digits = takeDigits(0);
        int count = at - first;
        if (!isCanonical(first)) {
            return Double.NaN;
        }
        if (at == end || text[at] != '.') {
            return count > Numbers.EXACT_DIGITS ? Double.NaN : negative ? -digits : digits;
        }
        at++;
        int point = at;
        digits = takeDigits(digits);
        int decimals = at - point;
        if (decimals == 0 || count + decimals > Numbers.EXACT_DIGITS) {
            return Double.NaN;
        }
        double number = Numbers.decimal(digits, decimals);
        return negative ? -number : number;
    }

    /**
     * Digits up to the first character that is none, behind those before them; overflows if there
     * are many.
     */
    private long takeDigits(long before) {
        long digits = before;
        while (at < end && isDigit(text[at])) {
            digits = digits * 10 + (text[at] - '0');
            at++;
        }
        return digits;
    }

    /** Whether there are digits from here on, and no zero before others. */
    private boolean isCanonical(int first) {
        return at > first && (text[first] != '0' || at == first + 1);
    }

    private static boolean isDigit(byte c) {
        return c >= '0' && c <= '9';
    }

    /** The comma or the closing brace behind a value; something else where there is neither. */
    private int takeSeparator() {
        skipBlanks();
        return at < end ? text[at++] : NO;
    }

    private boolean take(char expected) {
        if (at >= end || text[at] != expected) {
            return false;
        }
        at++;
        return true;
    }

    private void skipBlanks() {
        while (at < end && text[at] == ' ') {
            at++;
        }
    }
}
