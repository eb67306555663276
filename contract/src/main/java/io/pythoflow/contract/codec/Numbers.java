package io.pythoflow.contract.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.NumberInput;
import java.io.IOException;

/** Numbers bare and in quotes. */
final class Numbers {

    /** A double needs 17 digits; whoever sends more than this sends something else. */
    private static final int MAX_LENGTH = 64;

    /** Integers of so many digits are exact doubles, and a sign and a point go with them. */
    static final int EXACT_DIGITS = 15;

    private static final int LONGEST_EXACT = EXACT_DIGITS + 2;

    /** Powers of ten, all of them exact doubles. */
    private static final double[] POWERS = {
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15
    };

    private Numbers() {}

    /** The number the parser stands at. */
    static double read(JsonParser parser) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NUMBER_FLOAT) {
            int length = parser.getTextLength();
            if (length <= LONGEST_EXACT) {
                double number =
                        shortDecimal(parser.getTextCharacters(), parser.getTextOffset(), length);
                if (!Double.isNaN(number)) {
                    return number;
                }
            }
        }
        return parser.getDoubleValue();
    }

    /**
     * The double that is nearest to a decimal of at most {@link #EXACT_DIGITS} digits: where both
     * the digits and the power of ten below them are exact, so is their quotient but for one
     * correct rounding (Clinger 1990).
     *
     * @param digits without the point
     * @param decimals how many of them stand behind it
     */
    static double decimal(long digits, int decimals) {
        return digits / POWERS[decimals];
    }

    /** A decimal as sensors write it: a few digits around a point. NaN for any other text. */
    private static double shortDecimal(char[] text, int offset, int length) {
        boolean negative = text[offset] == '-';
        int end = offset + length;
        long digits = 0;
        int count = 0;
        int point = -1;
        for (int i = negative ? offset + 1 : offset; i < end; i++) {
            char c = text[i];
            if (c >= '0' && c <= '9') {
                digits = digits * 10 + (c - '0');
                count++;
            } else if (c == '.') {
                point = i;
            } else {
                return Double.NaN;
            }
        }
        if (point < 0 || count > EXACT_DIGITS) {
            return Double.NaN;
        }
        double number = decimal(digits, end - 1 - point);
        return negative ? -number : number;
    }

    /** The number a text stands for, written as in JSON; NaN where it is none, or not finite. */
    static double parse(String text) {
        String trimmed = text.strip();
        if (trimmed.isEmpty() || trimmed.length() > MAX_LENGTH || !looksNumeric(trimmed)) {
            return Double.NaN;
        }
        try {
            double value = NumberInput.parseDouble(trimmed, true);
            return Double.isFinite(value) ? value : Double.NaN;
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    /** Keeps out what Java would read as a number and no sensor means: 0x1p3, 1d, NaN. */
    private static boolean looksNumeric(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && c != '.' && c != '-' && c != '+' && c != 'e' && c != 'E') {
                return false;
            }
        }
        return true;
    }
}
