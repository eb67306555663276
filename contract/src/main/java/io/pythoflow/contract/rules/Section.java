package io.pythoflow.contract.rules;

import io.pythoflow.contract.json.JsonObject;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One object of the document, read key by key. What is wrong is noted and reading goes on with a
 * value that is harmless; {@link #sound} tells whether a key can be relied on.
 */
final class Section {

    /** Whether what is required must be there: not in {@code defaults}, which complete others. */
    enum Completeness {
        WHOLE,
        PART
    }

    private static final int LONGEST_ID = 128;
    private static final Pattern TIME =
            Pattern.compile(
                    "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d(:\\d\\d(\\.\\d{1,9})?)?(Z|[+-]\\d\\d:\\d\\d)");
    private static final String AN_OBJECT = "an object";
    private static final String A_TIME = "a time with its zone, such as 2026-05-01T06:00:00Z";

    private final JsonObject object;
    private final String path;

    /** What the zone says itself where {@code defaults} lie below it; else the object. */
    private final JsonObject own;

    /** Where the rest comes from. */
    private final String basePath;

    private final Completeness completeness;
    private final Problems problems;
    private final Set<String> known = new LinkedHashSet<>();
    private final Set<String> broken = new HashSet<>();
    private final Map<String, Section> below = new HashMap<>();

    private Section(
            JsonObject object,
            String path,
            JsonObject own,
            String basePath,
            Completeness completeness,
            Problems problems) {
        this.object = object;
        this.path = path;
        this.own = own;
        this.basePath = basePath;
        this.completeness = completeness;
        this.problems = problems;
    }

    /** The document itself. */
    static Section document(JsonObject object, Problems problems) {
        return new Section(object, "", object, "", Completeness.WHOLE, problems);
    }

    /** An object at a place of its own. */
    static Section at(
            String path, JsonObject object, Completeness completeness, Problems problems) {
        return new Section(object, path, object, path, completeness, problems);
    }

    /** An object over another: problems are reported where the value was written. */
    static Section over(
            JsonObject base, String basePath, JsonObject own, Section parent, String name) {
        return new Section(
                base.mergedWith(own),
                parent.where(name),
                own,
                basePath,
                Completeness.WHOLE,
                parent.problems);
    }

    boolean isWhole() {
        return completeness == Completeness.WHOLE;
    }

    /** Whether the keys, read before, have values that are allowed or are absent. */
    boolean sound(String... names) {
        for (String name : names) {
            if (broken.contains(name)) {
                return false;
            }
        }
        return true;
    }

    /** The value of a key; null where absent. */
    @Nullable Object value(String name) {
        known.add(name);
        return object.get(name);
    }

    /** Notes what is wrong with a key's value, in relation to others. */
    void problem(String name, String allowed) {
        broken.add(name);
        problems.add(where(name), object.get(name), allowed);
    }

    /** Notes that a key is needed. */
    void missing(String name, String allowed) {
        broken.add(name);
        if (isWhole()) {
            problems.missing(where(name), allowed);
        }
    }

    /** Notes every key that was not asked for; those of {@code defaults} are noted there. */
    void leaveNothing() {
        for (String name : object.members().keySet()) {
            if (own.has(name) && !known.contains(name)) {
                problems.unknown(where(name), known);
            }
        }
    }

    /** An object below; one without members where the key is absent. */
    Section section(String name) {
        Section known = below.get(name);
        if (known == null) {
            known = newSection(name);
            below.put(name, known);
        }
        return known;
    }

    private Section newSection(String name) {
        JsonObject found = object(name).orElse(JsonObject.EMPTY);
        JsonObject ownFound = own.get(name) instanceof JsonObject o ? o : JsonObject.EMPTY;
        return new Section(
                found,
                join(path, name),
                path.equals(basePath) ? found : ownFound,
                join(basePath, name),
                completeness,
                problems);
    }

    /** The object of a key; empty where absent or wrong. */
    Optional<JsonObject> object(String name) {
        Object value = value(name);
        if (value == null || value instanceof JsonObject) {
            return Optional.ofNullable((JsonObject) value);
        }
        problem(name, AN_OBJECT);
        return Optional.empty();
    }

    /** The sections of objects by id. */
    Map<String, JsonObject> objectsById(String name) {
        Map<String, JsonObject> objects = new LinkedHashMap<>();
        Section members = section(name);
        members.object
                .members()
                .forEach(
                        (id, value) -> {
                            String violation = idViolation(id);
                            if (violation != null) {
                                problems.add("The name " + join(members.path, id), id, violation);
                            } else if (value instanceof JsonObject found) {
                                objects.put(id, found);
                            } else {
                                members.problem(id, AN_OBJECT);
                            }
                        });
        return objects;
    }

    /** The objects of an array. */
    List<Section> sections(String name) {
        List<Section> sections = new ArrayList<>();
        List<?> elements = list(name);
        for (int i = 0; i < elements.size(); i++) {
            String place = where(name) + "[" + i + "]";
            if (elements.get(i) instanceof JsonObject found) {
                sections.add(at(place, found, completeness, problems));
            } else {
                broken.add(name);
                problems.add(place, elements.get(i), AN_OBJECT);
            }
        }
        return sections;
    }

    boolean bool(String name) {
        Object value = value(name);
        if (value != null && !(value instanceof Boolean)) {
            problem(name, "true or false");
        }
        return Boolean.TRUE.equals(value);
    }

    /** Null where absent or wrong. */
    @Nullable Double number(String name, Range range) {
        Object value = value(name);
        if (value == null) {
            return null;
        }
        if (value instanceof BigDecimal number && range.contains(number.doubleValue())) {
            return number.doubleValue();
        }
        problem(name, "a number, " + range);
        return null;
    }

    double number(String name, Range range, double otherwise) {
        Double number = number(name, range);
        return number == null ? otherwise : number;
    }

    /** {@code otherwise} where wrong or absent, which is noted. */
    double requiredNumber(String name, Range range, double otherwise) {
        if (value(name) == null) {
            missing(name, "a number, " + range);
        }
        return number(name, range, otherwise);
    }

    /** Null where absent or wrong. */
    @Nullable Integer integer(String name, Range range) {
        Object value = value(name);
        if (value == null) {
            return null;
        }
        if (value instanceof BigDecimal number
                && range.contains(number.doubleValue())
                && number.doubleValue() == Math.rint(number.doubleValue())) {
            return (int) number.doubleValue();
        }
        problem(name, "a whole number, " + range);
        return null;
    }

    int integer(String name, Range range, int otherwise) {
        Integer integer = integer(name, range);
        return integer == null ? otherwise : integer;
    }

    int requiredInteger(String name, Range range, int otherwise) {
        if (value(name) == null) {
            missing(name, "a whole number, " + range);
        }
        return integer(name, range, otherwise);
    }

    /** Null where absent; "" where wrong. */
    @Nullable String id(String name) {
        Object value = value(name);
        if (value == null) {
            return null;
        }
        if (value instanceof String id && idViolation(id) == null) {
            return id;
        }
        problem(name, value instanceof String id ? idViolation(id) : "an id in quotes");
        return "";
    }

    /** "" where wrong or absent, which is noted. */
    String requiredId(String name) {
        String id = id(name);
        if (id == null) {
            missing(name, "an id");
            return "";
        }
        return id;
    }

    /** Different ids. */
    List<String> ids(String name) {
        Set<String> ids = new LinkedHashSet<>();
        List<?> elements = list(name);
        for (int i = 0; i < elements.size(); i++) {
            Object element = elements.get(i);
            String allowed = element instanceof String id ? idViolation(id) : "an id in quotes";
            if (allowed == null && !ids.add((String) element)) {
                allowed = "each id once";
            }
            if (allowed != null) {
                broken.add(name);
                problems.add(where(name) + "[" + i + "]", element, allowed);
            }
        }
        return List.copyOf(ids);
    }

    /** Any text for people; null where absent. */
    @Nullable String text(String name) {
        Object value = value(name);
        if (value == null || value instanceof String) {
            return (String) value;
        }
        problem(name, "a text in quotes");
        return null;
    }

    /** Epoch milliseconds; null where absent or wrong. */
    @Nullable Long time(String name) {
        Object value = value(name);
        if (value == null) {
            return null;
        }
        try {
            if (value instanceof String text && TIME.matcher(text).matches()) {
                Instant time = OffsetDateTime.parse(text).toInstant();
                return time.toEpochMilli();
            }
        } catch (DateTimeException e) {
            // Right form, no such day or hour; said below.
        }
        problem(name, A_TIME);
        return null;
    }

    long requiredTime(String name) {
        if (value(name) == null) {
            missing(name, A_TIME);
        }
        Long time = time(name);
        return time == null ? 0 : time;
    }

    /** Null where absent or wrong. */
    @Nullable LocalDate date(String name) {
        Object value = value(name);
        if (value == null) {
            return null;
        }
        try {
            if (value instanceof String text && text.length() == 10) {
                return LocalDate.parse(text);
            }
        } catch (DateTimeException e) {
            // Said below.
        }
        problem(name, "a date such as 2026-04-15");
        return null;
    }

    /** One of some words; null where absent or wrong. */
    <T> @Nullable T word(String name, Map<String, T> words) {
        Object value = value(name);
        if (value == null) {
            return null;
        }
        T meant = value instanceof String word ? words.get(word) : null;
        if (meant == null) {
            problem(name, oneOf(words));
        }
        return meant;
    }

    <T> T word(String name, Map<String, T> words, T otherwise) {
        T meant = word(name, words);
        return meant == null ? otherwise : meant;
    }

    /** {@code otherwise} where wrong or absent, which is noted. */
    <T> T requiredWord(String name, Map<String, T> words, T otherwise) {
        if (value(name) == null) {
            missing(name, oneOf(words));
        }
        return word(name, words, otherwise);
    }

    List<?> list(String name) {
        Object value = value(name);
        if (value == null || value instanceof List<?>) {
            return value == null ? List.of() : (List<?>) value;
        }
        problem(name, "an array in [ ]");
        return List.of();
    }

    /** Where a key's value was written, or would have to be. */
    String where(String name) {
        return join(object.has(name) && !own.has(name) ? basePath : path, name);
    }

    private static String oneOf(Map<String, ?> words) {
        return "one of " + String.join(", ", words.keySet());
    }

    private static String join(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    /** What to give instead of an id that cannot be one; null where it can. */
    private static @Nullable String idViolation(String id) {
        if (id.isBlank() || id.length() > LONGEST_ID) {
            return "1 to " + LONGEST_ID + " characters, not all blank";
        }
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            if (c == '/' || c == '+' || c == '#' || c == '*' || Character.isISOControl(c)) {
                return "an id without /, +, #, * and control characters";
            }
            if (Character.isHighSurrogate(c)
                    && i + 1 < id.length()
                    && Character.isLowSurrogate(id.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                return "an id of whole characters";
            }
        }
        return null;
    }
}
