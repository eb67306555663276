package io.pythoflow.contract.property;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How a setting's text becomes a value, and what is allowed.
 *
 * @param <T> the value
 * @param name the word in the documentation
 * @param unit of the number, or "–" where there is none
 * @param allowed what a person may write, as a phrase that completes "must be …"
 * @param parser throws {@link IllegalArgumentException} for anything else
 */
public record PropertyType<T>(String name, String unit, String allowed, Parser<T> parser) {

    /** Turns text into a value. */
    @FunctionalInterface
    public interface Parser<T> {
        T parse(String text);
    }

    private static final String NO_UNIT = "–";
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})\\s*(ms|s|min|h|d)");

    /** Any text that is not blank. */
    public static PropertyType<String> text(String allowed) {
        return new PropertyType<>("text", NO_UNIT, allowed, text -> text);
    }

    /** Text of a fixed form. */
    public static PropertyType<String> text(String allowed, Pattern form) {
        return new PropertyType<>(
                "text",
                NO_UNIT,
                allowed,
                text -> {
                    require(form.matcher(text).matches());
                    return text;
                });
    }

    /** A whole number within bounds, both included. */
    public static PropertyType<Integer> integer(int lowest, int highest, String unit) {
        return new PropertyType<>(
                "integer",
                unit,
                "a whole number from " + lowest + " to " + highest,
                text -> {
                    int value = Integer.parseInt(text);
                    require(value >= lowest && value <= highest);
                    return value;
                });
    }

    /** A duration within bounds, both included, written as number and unit. */
    public static PropertyType<Duration> duration(Duration lowest, Duration highest) {
        return new PropertyType<>(
                "duration",
                "as written",
                "a duration from "
                        + print(lowest)
                        + " to "
                        + print(highest)
                        + ", written as a number and ms, s, min, h or d",
                text -> {
                    Duration value = parseDuration(text);
                    require(value.compareTo(lowest) >= 0 && value.compareTo(highest) <= 0);
                    return value;
                });
    }

    /** One of an enum's constants, in lower case. */
    public static <E extends Enum<E>> PropertyType<E> oneOf(Class<E> type) {
        return new PropertyType<>(
                "choice",
                NO_UNIT,
                "one of "
                        + Stream.of(type.getEnumConstants())
                                .map(e -> e.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", ")),
                text -> Enum.valueOf(type, text.toUpperCase(Locale.ROOT)));
    }

    /** A duration as {@link #duration} reads it: the largest unit that divides it. */
    public static String print(Duration duration) {
        long millis = duration.toMillis();
        if (millis == 0) {
            return "0 s";
        }
        if (millis % 86_400_000 == 0) {
            return millis / 86_400_000 + " d";
        }
        if (millis % 3_600_000 == 0) {
            return millis / 3_600_000 + " h";
        }
        if (millis % 60_000 == 0) {
            return millis / 60_000 + " min";
        }
        return millis % 1000 == 0 ? millis / 1000 + " s" : millis + " ms";
    }

    private static Duration parseDuration(String text) {
        Matcher matcher = DURATION.matcher(text);
        require(matcher.matches());
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "min" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            case "d" -> Duration.ofDays(amount);
            default -> throw new IllegalArgumentException(text);
        };
    }

    private static void require(boolean holds) {
        if (!holds) {
            throw new IllegalArgumentException("Not allowed");
        }
    }
}
