package io.pythoflow.infra.config;

import io.pythoflow.contract.property.Property;
import io.pythoflow.contract.property.PropertyType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How the literal of a variable becomes a value, and what is allowed.
 *
 * @param <T> the value
 * @param name the word in the documentation
 * @param allowed a phrase that completes "must be …"
 * @param reader of a literal
 */
record VariableType<T>(String name, String allowed, Reader<T> reader) {

    /** Takes what is refused: the literal or the part of it, and what it must be. */
    @FunctionalInterface
    interface Refusals {
        void refuse(@Nullable Object value, String mustBe);
    }

    /** Gives the value; refuses, and gives what can be read of it or nothing. */
    @FunctionalInterface
    interface Reader<T> {
        Optional<T> read(@Nullable Object literal, Refusals refusals);
    }

    /** Text; the function throws {@link IllegalArgumentException}, saying why, for another. */
    static <T> VariableType<T> text(String allowed, Function<String, T> function) {
        return new VariableType<>(
                "text",
                allowed,
                (literal, refusals) -> {
                    if (literal instanceof String text) {
                        try {
                            return Optional.of(function.apply(text));
                        } catch (IllegalArgumentException e) {
                            String why = e.getMessage();
                            refusals.refuse(
                                    literal, why == null ? allowed : allowed + " (" + why + ")");
                            return Optional.empty();
                        }
                    }
                    refusals.refuse(literal, allowed + ", in double quotes");
                    return Optional.empty();
                });
    }

    /** Text of a fixed form. */
    static VariableType<String> text(String allowed, Pattern form) {
        return text(
                allowed,
                text -> {
                    if (!form.matcher(text).matches()) {
                        throw new IllegalArgumentException();
                    }
                    return text;
                });
    }

    /** What a setting of the job is. */
    static <T> VariableType<T> of(Property<T> property) {
        return of(property.type());
    }

    /** As settings of the job are written; numbers stand with or without quotes. */
    static <T> VariableType<T> of(PropertyType<T> type) {
        return new VariableType<>(
                type.name(),
                type.allowed(),
                (literal, refusals) -> {
                    if (literal instanceof String || literal instanceof Long) {
                        try {
                            return Optional.of(type.parser().parse(literal.toString().trim()));
                        } catch (IllegalArgumentException e) {
                            // Its message says less than what is allowed.
                            refusals.refuse(literal, type.allowed());
                            return Optional.empty();
                        }
                    }
                    refusals.refuse(literal, type.allowed());
                    return Optional.empty();
                });
    }

    /** A whole number within bounds, both included. */
    static VariableType<Integer> integer(int lowest, int highest) {
        return integer(
                "a whole number from " + lowest + " to " + highest,
                number -> number >= lowest && number <= highest);
    }

    /** One of some whole numbers. */
    static VariableType<Integer> integer(Set<Integer> allowed) {
        return integer(
                "one of "
                        + allowed.stream()
                                .sorted()
                                .map(String::valueOf)
                                .collect(Collectors.joining(", ")),
                number -> allowed.contains(number.intValue()) && number == number.intValue());
    }

    private static VariableType<Integer> integer(String allowed, Predicate<Long> test) {
        return new VariableType<>(
                "number",
                allowed,
                (literal, refusals) -> {
                    if (literal instanceof Long number && test.test(number)) {
                        return Optional.of(number.intValue());
                    }
                    refusals.refuse(literal, allowed);
                    return Optional.empty();
                });
    }

    /** True or false. */
    static VariableType<Boolean> flag() {
        return new VariableType<>(
                "true or false",
                "true or false",
                (literal, refusals) -> {
                    if (literal instanceof Boolean flag) {
                        return Optional.of(flag);
                    }
                    refusals.refuse(literal, "true or false, without quotes");
                    return Optional.empty();
                });
    }

    /** One of an enum's constants, in lower case and with hyphens. */
    static <E extends Enum<E>> VariableType<E> oneOf(Class<E> type) {
        Map<String, E> constants =
                Stream.of(type.getEnumConstants())
                        .collect(
                                Collectors.toMap(
                                        e -> e.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                                        Function.identity(),
                                        (a, b) -> a,
                                        LinkedHashMap::new));
        return text(
                        "one of " + String.join(", ", constants.keySet()),
                        text -> {
                            E constant = constants.get(text);
                            if (constant == null) {
                                throw new IllegalArgumentException();
                            }
                            return constant;
                        })
                .named("choice");
    }

    /** A list of so many; every element that is refused is. */
    static <T> VariableType<List<T>> list(VariableType<T> element, int fewest, int most) {
        String allowed =
                (fewest == 0 ? "a list of at most " + most : "a list of " + fewest + " to " + most)
                        + ", each "
                        + element.allowed();
        return new VariableType<>(
                "list",
                allowed,
                (literal, refusals) -> {
                    if (!(literal instanceof List<?> elements)
                            || elements.size() < fewest
                            || elements.size() > most) {
                        refusals.refuse(literal, allowed);
                        return Optional.empty();
                    }
                    List<T> read = new ArrayList<>();
                    for (Object part : elements) {
                        element.reader().read(part, refusals).ifPresent(read::add);
                    }
                    return read.size() == elements.size()
                            ? Optional.of(List.copyOf(read))
                            : Optional.empty();
                });
    }

    /** A map; what is refused of it is left out. */
    static <T> VariableType<Map<String, T>> map(String keys, VariableType<T> value) {
        String allowed = "a map in braces from " + keys + " to " + value.allowed();
        return new VariableType<>(
                "map",
                allowed,
                (literal, refusals) -> {
                    if (!(literal instanceof Map<?, ?> entries)) {
                        refusals.refuse(literal, allowed);
                        return Optional.empty();
                    }
                    Map<String, T> read = new LinkedHashMap<>();
                    entries.forEach(
                            (key, part) ->
                                    value.reader()
                                            .read(
                                                    part,
                                                    (refused, mustBe) ->
                                                            refusals.refuse(
                                                                    Collections.singletonMap(
                                                                            key, refused),
                                                                    mustBe))
                                            .ifPresent(one -> read.put((String) key, one)));
                    return Optional.of(read);
                });
    }

    VariableType<T> named(String other) {
        return new VariableType<>(other, allowed, reader);
    }
}
