package io.pythoflow.infra.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * As much of AWS IoT's SQL as a rule of ours uses, read from its pages: fields, {@code CASE} and
 * {@code parse_time} in what is selected, equalities of fields and texts that all must hold. A
 * field that a message does not have is undefined: it equals nothing, and is left out of what is
 * selected. Anything else is refused.
 */
final class IotRule {

    private static final Pattern STATEMENT =
            Pattern.compile("SELECT (.+) FROM '([^']+)' WHERE (.+)");
    private static final Pattern ITEM = Pattern.compile("(.+) AS ([a-z_]+)");
    private static final Pattern FIELD = Pattern.compile("[a-z_]+");
    private static final Pattern CASE =
            Pattern.compile("CASE ([a-z_]+) ((?:WHEN '[^']*' THEN '[^']*' )+)ELSE '([^']*)' END");
    private static final Pattern WHEN = Pattern.compile("WHEN '([^']*)' THEN '([^']*)' ");
    private static final Pattern TIME =
            Pattern.compile("parse_time\\('([^']*)', ([a-z_]+), '([^']*)'\\)");
    private static final Pattern EQUALITY = Pattern.compile("([a-z_]+) = '([^']*)'");

    private final Map<String, String> items;
    private final String topic;
    private final Map<String, String> conditions;

    private IotRule(Map<String, String> items, String topic, Map<String, String> conditions) {
        this.items = items;
        this.topic = topic;
        this.conditions = conditions;
    }

    static IotRule parse(String sql) {
        Matcher statement = matched(STATEMENT, sql);
        Map<String, String> items = new LinkedHashMap<>();
        for (String item : split(statement.group(1))) {
            Matcher parts = matched(ITEM, item);
            items.put(parts.group(2), parts.group(1));
        }
        Map<String, String> conditions = new LinkedHashMap<>();
        for (String condition : statement.group(3).split(" AND ", -1)) {
            Matcher parts = matched(EQUALITY, condition);
            conditions.put(parts.group(1), parts.group(2));
        }
        return new IotRule(items, statement.group(2), conditions);
    }

    /** At commas outside of quotation marks and parentheses. */
    private static List<String> split(String list) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        boolean quoted = false;
        int start = 0;
        for (int i = 0; i < list.length(); i++) {
            char c = list.charAt(i);
            if (c == '\'') {
                quoted = !quoted;
            } else if (!quoted && c == '(') {
                depth++;
            } else if (!quoted && c == ')') {
                depth--;
            } else if (!quoted && depth == 0 && c == ',') {
                parts.add(list.substring(start, i).strip());
                start = i + 1;
            }
        }
        parts.add(list.substring(start).strip());
        return parts;
    }

    String topic() {
        return topic;
    }

    /** Fields of the message that the rule reads. */
    Set<String> fields() {
        Set<String> fields = new TreeSet<>(conditions.keySet());
        items.values().forEach(item -> fields.add(fieldOf(item)));
        return fields;
    }

    private static String fieldOf(String item) {
        if (FIELD.matcher(item).matches()) {
            return item;
        }
        return item.startsWith("CASE")
                ? matched(CASE, item).group(1)
                : matched(TIME, item).group(2);
    }

    boolean selects(JsonNode message) {
        return conditions.entrySet().stream()
                .allMatch(
                        condition ->
                                message.path(condition.getKey())
                                        .asText()
                                        .equals(condition.getValue()));
    }

    Map<String, String> select(JsonNode message) {
        Map<String, String> selected = new LinkedHashMap<>();
        items.forEach(
                (name, item) -> {
                    String value = valueOf(item, message);
                    if (value != null) {
                        selected.put(name, value);
                    }
                });
        return selected;
    }

    private static @Nullable String valueOf(String item, JsonNode message) {
        JsonNode field = message.path(fieldOf(item));
        if (field.isMissingNode()) {
            return null;
        }
        if (item.startsWith("CASE")) {
            return branch(matched(CASE, item), field.asText());
        }
        return item.startsWith("parse_time") ? time(matched(TIME, item), field) : field.asText();
    }

    private static String branch(Matcher branches, String value) {
        Matcher when = WHEN.matcher(branches.group(2));
        while (when.find()) {
            if (when.group(1).equals(value)) {
                return when.group(2);
            }
        }
        return branches.group(3);
    }

    private static String time(Matcher time, JsonNode field) {
        return DateTimeFormatter.ofPattern(time.group(1), Locale.ROOT)
                .format(Instant.ofEpochMilli(field.longValue()).atZone(ZoneId.of(time.group(3))));
    }

    private static Matcher matched(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("Not understood: " + text);
        }
        return matcher;
    }
}
