package io.pythoflow.contract.codec;

import com.fasterxml.jackson.core.io.NumberInput;

/** Numbers that senders put in quotes. */
final class Numbers {

    /** A double needs 17 digits; whoever sends more than this sends something else. */
    private static final int MAX_LENGTH = 64;

    private Numbers() {}

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
