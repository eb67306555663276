package io.pythoflow.contract.codec;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Numbers and truth values, also in quotes. */
final class Scalars {

    private static final int LONG_DIGITS = 18;
    private static final double LARGEST_EXACT = 1L << 53;

    private Scalars() {}

    /** Null where the parser stands at anything else. */
    static @Nullable Long integer(JsonParser parser) throws IOException {
        switch (parser.currentToken()) {
            case VALUE_NUMBER_INT -> {
                if (parser.getTextLength() <= LONG_DIGITS) {
                    return parser.getLongValue();
                }
                return parse(parser.getText());
            }
            case VALUE_NUMBER_FLOAT -> {
                double value = parser.getDoubleValue();
                return value == Math.rint(value) && Math.abs(value) <= LARGEST_EXACT
                        ? Long.valueOf((long) value)
                        : null;
            }
            case VALUE_STRING -> {
                return parse(parser.getText().strip());
            }
            default -> {
                return null;
            }
        }
    }

    /** Null where the parser stands at anything else. */
    static @Nullable Boolean bool(JsonParser parser) throws IOException {
        switch (parser.currentToken()) {
            case VALUE_TRUE -> {
                return true;
            }
            case VALUE_FALSE -> {
                return false;
            }
            case VALUE_STRING, VALUE_NUMBER_INT -> {
                return switch (parser.getText()) {
                    case "true", "1" -> true;
                    case "false", "0" -> false;
                    default -> null;
                };
            }
            default -> {
                return null;
            }
        }
    }

    /** NaN where the parser stands at anything else. */
    static double number(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> Numbers.read(parser);
            case VALUE_STRING -> Numbers.parse(parser.getText());
            default -> Double.NaN;
        };
    }

    private static @Nullable Long parse(String text) {
        try {
            return Long.valueOf(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
