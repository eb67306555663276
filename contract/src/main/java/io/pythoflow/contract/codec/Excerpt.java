package io.pythoflow.contract.codec;

/** What a message said, shortened and made printable for a person. */
final class Excerpt {

    private static final int LONGEST = 40;

    private Excerpt() {}

    static String of(String text) {
        return '"' + cut(text, LONGEST) + '"';
    }

    static String cut(String text, int longest) {
        StringBuilder excerpt = new StringBuilder(longest + 1);
        for (int i = 0; i < text.length() && i < longest; i++) {
            char c = text.charAt(i);
            excerpt.append(Character.isISOControl(c) || Character.isSurrogate(c) ? '?' : c);
        }
        return text.length() > longest ? excerpt.append('…').toString() : excerpt.toString();
    }
}
