package io.pythoflow.infra.config;

import org.jspecify.annotations.Nullable;

/**
 * One variable of an environment, declared once: its reading, its messages and its documentation
 * come from here.
 *
 * @param <T> its value
 * @param defaultLiteral what holds where the file is silent, as the file would say it; null where
 *     nothing does or where it follows from other variables
 * @param otherwise in words what holds where the file is silent and there is no such literal
 * @param example a literal to begin with, where the default is none
 * @param meaning one or two sentences for the person who sets it
 */
record Variable<T>(
        String name,
        VariableType<T> type,
        @Nullable String defaultLiteral,
        String otherwise,
        String example,
        String meaning) {

    /** With a default. */
    static <T> Variable<T> of(
            String name, VariableType<T> type, String defaultLiteral, String meaning) {
        return new Variable<>(name, type, defaultLiteral, "", defaultLiteral, meaning);
    }

    /** Without a default of its own. */
    static <T> Variable<T> optional(
            String name, VariableType<T> type, String otherwise, String example, String meaning) {
        return new Variable<>(name, type, null, otherwise, example, meaning);
    }

    Variable<T> withExample(String other) {
        return new Variable<>(name, type, defaultLiteral, otherwise, other, meaning);
    }
}
