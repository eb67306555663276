package io.pythoflow.contract.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.pythoflow.contract.metric.Metric;
import io.pythoflow.contract.payload.Flags;
import io.pythoflow.contract.payload.RejectReason;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads one object in a single pass into a {@link ReadingDraft}, whatever dialect it is in. The hot
 * path of the job: no tree, no intermediate strings but ids and units.
 */
final class ReadingParser {

    private static final String SCHEMAS = "pythoflow.";

    private final Nesting nesting;
    private final MemberNames names;
    private final MemberOrder members;
    private final MemberOrder metrics;
    private final TemplateReader template;
    private final int maxIdLength;
    private @Nullable String expectedSensorId;

    ReadingParser(Nesting nesting, MemberNames names, int maxIdLength) {
        this.nesting = nesting;
        this.names = names;
        this.members = new MemberOrder(names);
        this.metrics = new MemberOrder(names);
        this.template = new TemplateReader(members, metrics, maxIdLength);
        this.maxIdLength = maxIdLength;
    }

    /**
     * Begins a message.
     *
     * @param sensorId a valid id that its readings probably have; null where nothing is known
     */
    void begin(@Nullable String sensorId) {
        expectedSensorId = sensorId;
    }

    /** From the object's first token to its last; what is wrong with it is noted in the draft. */
    void parse(ReusedParser parser, ReadingDraft draft) throws IOException {
        if (nesting.hasRoomWithin(parser)) {
            int behind = template.read(parser, expectedSensorId, draft);
            if (behind > 0) {
                parser.endObject(behind);
                return;
            }
            draft.clear();
        }
        nesting.entered(parser);
        members.begin();
        MemberName name;
        while ((name = members.next(parser)) != null) {
            parser.nextToken();
            if (name.field == null) {
                flatMetric(parser, name, draft);
            } else {
                member(parser, name.field, name, draft);
            }
        }
        if (nesting.exceeded()) {
            draft.fail(RejectReason.TOO_DEEP, nesting.complaint());
        }
    }

    private void member(
            JsonParser parser, ReadingField field, MemberName member, ReadingDraft draft)
            throws IOException {
        String name = member.text;
        switch (field) {
            case SCHEMA -> schema(parser, draft);
            case MESSAGE_ID -> draft.messageId = id(parser, name, draft);
            case SENSOR_ID -> draft.sensorId = sensorId(parser, name, draft);
            case GATEWAY_ID -> draft.gatewayId = id(parser, name, draft);
            case ZONE_ID -> draft.zoneId = id(parser, name, draft);
            case SEQUENCE -> draft.sequence = integer(parser, name, draft);
            case TIME -> time(parser, draft.time);
            case OTHER_TIME -> time(parser, draft.otherTime);
            case TIME_SOURCE -> draft.stampedByGateway = "gateway".equals(text(parser));
            case HISTORICAL -> draft.historical = flag(parser, name, draft);
            case SAMPLE_PERIOD -> draft.samplePeriodSeconds = seconds(parser, name, draft);
            case VALUES -> values(parser, draft);
            case QUALITY -> quality(parser, draft);
            case FIRMWARE -> draft.firmware = firmware(parser, name, draft);
            case STATE -> draft.hasState = text(parser) != null;
            case ENVELOPE -> envelope(parser, draft);
            case INGESTION_TIME -> time(parser, draft.ingestionTime);
            case TEMPERATURE_UNIT -> unitOf(parser, draft, Metric.TEMPERATURE);
            case PRESSURE_UNIT -> unitOf(parser, draft, Metric.PRESSURE);
            case IGNORED -> nesting.skip(parser);
            default -> senml(parser, field, member, draft);
        }
    }

    private void schema(JsonParser parser, ReadingDraft draft) throws IOException {
        String schema = text(parser);
        if (schema == null || !schema.startsWith(SCHEMAS)) {
            return;
        }
        switch (schema) {
            case Schemas.READING -> draft.declaresReading = true;
            case Schemas.STATUS -> draft.declaresStatus = true;
            default -> {
                if (Schemas.ALL.contains(schema)) {
                    draft.fail(
                            RejectReason.NOT_A_READING,
                            "Schema " + schema + " does not belong on this topic");
                } else {
                    draft.fail(
                            RejectReason.UNSUPPORTED_SCHEMA,
                            "Schema "
                                    + Excerpt.of(schema)
                                    + " is not known, send "
                                    + Schemas.READING);
                }
            }
        }
    }

    private void values(JsonParser parser, ReadingDraft draft) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return;
        }
        draft.hasValues = true;
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            nesting.skip(parser);
            draft.fail(RejectReason.INVALID_FIELD, "Field values is no object, send one");
            return;
        }
        nesting.entered(parser);
        metrics.begin();
        MemberName name;
        while ((name = metrics.next(parser)) != null) {
            switch (parser.nextToken()) {
                case START_OBJECT -> valueWithUnit(parser, name, draft.values);
                case START_ARRAY -> {
                    nesting.skip(parser);
                    draft.values.offer(name, Double.NaN, null);
                }
                // A sensor that had nothing to say; there is nothing to flag either.
                case VALUE_NULL -> {}
                default -> draft.values.offer(name, number(parser), null);
            }
        }
    }

    private void valueWithUnit(JsonParser parser, MemberName metric, MeasurementBuffer into)
            throws IOException {
        nesting.entered(parser);
        double value = Double.NaN;
        boolean nothing = false;
        String unit = null;
        String name;
        while ((name = parser.nextFieldName()) != null) {
            JsonToken token = parser.nextToken();
            switch (name) {
                case "v", "value" -> {
                    nothing = token == JsonToken.VALUE_NULL;
                    value = number(parser);
                }
                case "u", "unit" -> unit = text(parser);
                default -> nesting.skip(parser);
            }
        }
        if (!nothing) {
            into.offer(metric, value, unit);
        }
    }

    /** A metric beside the id; of names nobody knows, only plain numbers and groups count. */
    private void flatMetric(JsonParser parser, MemberName name, ReadingDraft draft)
            throws IOException {
        boolean metric = true;
        switch (parser.currentToken()) {
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
                    draft.flat.offer(name, Numbers.read(parser), null);
            case START_OBJECT -> group(parser, name, draft.flat);
            case VALUE_NULL -> metric = false;
            default -> {
                metric = name.metric != null;
                if (metric) {
                    draft.flat.offer(name, number(parser), null);
                } else {
                    nesting.skip(parser);
                }
            }
        }
        draft.hasFlatMetrics |= metric;
    }

    /** Either one metric with its unit, or the metrics of one chip, as Tasmota groups them. */
    private void group(JsonParser parser, MemberName group, MeasurementBuffer into)
            throws IOException {
        nesting.entered(parser);
        int mark = into.mark();
        boolean single = false;
        double value = Double.NaN;
        String unit = null;
        String name;
        while ((name = parser.nextFieldName()) != null) {
            JsonToken token = parser.nextToken();
            switch (name) {
                case "v", "value" -> {
                    single = token != JsonToken.VALUE_NULL;
                    value = number(parser);
                }
                case "u", "unit" -> unit = text(parser);
                default -> {
                    if (token.isNumeric()) {
                        MemberName alone = names.of(name);
                        MemberName metric =
                                alone.metric != null ? alone : names.of(group.text + "." + name);
                        into.offer(metric, Numbers.read(parser), null);
                    } else {
                        nesting.skip(parser);
                    }
                }
            }
        }
        if (single) {
            into.resetTo(mark);
            into.offer(group, value, unit);
        }
    }

    private void quality(JsonParser parser, ReadingDraft draft) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            String word = text(parser);
            if (word != null && !isFine(word)) {
                draft.flag(Flags.SENDER_QUALITY);
            }
            return;
        }
        nesting.entered(parser);
        int doubted = 0;
        String name;
        while ((name = parser.nextFieldName()) != null) {
            parser.nextToken();
            String word = text(parser);
            if (word != null && !isFine(word) && doubted++ < draft.values.capacity()) {
                Metric known = names.of(name).metric;
                String metric = known == null ? name : known.metricName();
                String violation = IdRules.violation(metric, maxIdLength);
                if (violation == null) {
                    draft.flag(Flags.SENDER_QUALITY_OF + metric);
                } else {
                    draft.fail(RejectReason.INVALID_ID, "A metric's name " + violation);
                }
            }
        }
    }

    private static boolean isFine(String quality) {
        String word = quality.toLowerCase(Locale.ROOT);
        return word.equals("ok") || word.equals("good");
    }

    private void envelope(JsonParser parser, ReadingDraft draft) throws IOException {
        boolean array = parser.currentToken() == JsonToken.START_ARRAY;
        boolean object = parser.currentToken() == JsonToken.START_OBJECT;
        long start = parser.currentTokenLocation().getByteOffset();
        nesting.skip(parser);
        if (array || object) {
            draft.envelopeStart = (int) start;
            draft.envelopeEnd = (int) parser.currentLocation().getByteOffset();
        }
    }

    private void unitOf(JsonParser parser, ReadingDraft draft, Metric metric) throws IOException {
        String unit = text(parser);
        if (unit == null) {
            return;
        }
        if (metric == Metric.PRESSURE) {
            draft.pressureUnit(unit);
        } else {
            draft.temperatureUnit(unit);
        }
    }

    /**
     * Members of SenML are so short that a flat reading may mean metrics by them; which it was is
     * known only at the end of the object.
     */
    private void senml(JsonParser parser, ReadingField field, MemberName name, ReadingDraft draft)
            throws IOException {
        ReadingDraft.SenmlRecord record = draft.senml;
        JsonToken token = parser.currentToken();
        switch (field) {
            case SENML_BASE_NAME -> record.baseName = text(parser);
            case SENML_BASE_UNIT -> record.baseUnit = text(parser);
            case SENML_BASE_TIME -> record.baseTime = number(parser);
            case SENML_BASE_VALUE -> record.baseValue = number(parser);
            case SENML_NAME -> {
                String text = text(parser);
                record.name = token == JsonToken.VALUE_STRING ? text : null;
            }
            case SENML_UNIT -> record.unit = text(parser);
            case SENML_VALUE -> record.value = number(parser);
            case SENML_TIME -> record.time = number(parser);
            case SENML_OTHER_VALUE -> {
                record.hasOtherValue = true;
                nesting.skip(parser);
            }
            default -> nesting.skip(parser);
        }
        boolean base = field.name().startsWith("SENML_BASE") && token != JsonToken.VALUE_NULL;
        record.isSenml |= base || record.name != null;
        if (token.isNumeric()) {
            draft.flat.offer(name, Numbers.read(parser), null);
        }
    }

    private void time(JsonParser parser, SentTime into) throws IOException {
        into.read(parser);
        nesting.skip(parser);
    }

    /**
     * Where it is the one expected, that String itself, which is neither made nor checked again.
     */
    private @Nullable String sensorId(JsonParser parser, String name, ReadingDraft draft)
            throws IOException {
        return expectedSensorId != null
                        && parser.currentToken() == JsonToken.VALUE_STRING
                        && isAt(parser, expectedSensorId)
                ? expectedSensorId
                : id(parser, name, draft);
    }

    private static boolean isAt(JsonParser parser, String text) throws IOException {
        int length = text.length();
        if (parser.getTextLength() != length) {
            return false;
        }
        char[] characters = parser.getTextCharacters();
        int offset = parser.getTextOffset();
        for (int i = 0; i < length; i++) {
            if (characters[offset + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private @Nullable String id(JsonParser parser, String name, ReadingDraft draft)
            throws IOException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_NULL) {
            return null;
        }
        if (token != JsonToken.VALUE_STRING && !token.isNumeric()) {
            nesting.skip(parser);
            draft.fail(RejectReason.INVALID_ID, "Field " + name + " is no text, send one");
            return null;
        }
        String id = parser.getText();
        String violation = IdRules.violation(id, maxIdLength);
        if (violation != null) {
            draft.fail(RejectReason.INVALID_ID, "Field " + name + " " + violation);
            return null;
        }
        return id;
    }

    private @Nullable String firmware(JsonParser parser, String name, ReadingDraft draft)
            throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        String firmware = text(parser);
        if (firmware == null || IdRules.violation(firmware, maxIdLength) != null) {
            draft.flag(Flags.INVALID_FIELD + name);
            return null;
        }
        return firmware;
    }

    private @Nullable Integer seconds(JsonParser parser, String name, ReadingDraft draft)
            throws IOException {
        Long seconds = integer(parser, name, draft);
        if (seconds == null) {
            return null;
        }
        if (seconds < 1 || seconds > Integer.MAX_VALUE) {
            draft.flag(Flags.INVALID_FIELD + name);
            return null;
        }
        return seconds.intValue();
    }

    private @Nullable Long integer(JsonParser parser, String name, ReadingDraft draft)
            throws IOException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_NULL) {
            return null;
        }
        Long integer = Scalars.integer(parser);
        if (integer == null) {
            draft.flag(Flags.INVALID_FIELD + name);
            nesting.skip(parser);
        }
        return integer;
    }

    private boolean flag(JsonParser parser, String name, ReadingDraft draft) throws IOException {
        Boolean flag = Scalars.bool(parser);
        if (flag == null && parser.currentToken() != JsonToken.VALUE_NULL) {
            draft.flag(Flags.INVALID_FIELD + name);
            nesting.skip(parser);
        }
        return Boolean.TRUE.equals(flag);
    }

    /** The text of a scalar; null for null and for structures, which are skipped. */
    private @Nullable String text(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        if (token.isScalarValue()) {
            return token == JsonToken.VALUE_NULL ? null : parser.getText();
        }
        nesting.skip(parser);
        return null;
    }

    /** A number, also in quotes; NaN for anything else, structures being skipped. */
    private double number(JsonParser parser) throws IOException {
        double number = Scalars.number(parser);
        nesting.skip(parser);
        return number;
    }
}
