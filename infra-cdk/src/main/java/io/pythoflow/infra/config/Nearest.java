package io.pythoflow.infra.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Guesses what a misspelt name was meant to be. */
final class Nearest {

    private Nearest() {}

    /** The known name with the fewest edits, where those are few. */
    static Optional<String> of(String name, Collection<String> known) {
        int most = Math.max(2, name.length() / 4);
        return known.stream()
                .filter(candidate -> Math.abs(candidate.length() - name.length()) <= most)
                .filter(candidate -> edits(name, candidate) <= most)
                .min(Comparator.comparingInt(candidate -> edits(name, candidate)));
    }

    /** Insertions, deletions and replacements from one to the other: Levenshtein's distance. */
    private static int edits(String from, String to) {
        int[] above = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            above[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int[] row = new int[to.length() + 1];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = above[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, 1 + Math.min(above[j], row[j - 1]));
            }
            above = row;
        }
        return above[to.length()];
    }
}
