package io.pythoflow.infra.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads the literals of Terraform's variables files: {@code name = value} with strings, whole
 * numbers, true, false, null, lists and maps, and comments. Expressions are not among them: no
 * templates, no heredocs, no functions. What cannot be read is a problem, and reading goes on with
 * the next line that begins a variable.
 */
final class Tfvars {

    /**
     * What a file says of one variable.
     *
     * @param line from 1
     * @param value String, Long, Boolean, List, Map or null
     */
    record Assignment(int line, @Nullable Object value) {}

    /** What is wrong with a line. */
    record Problem(int line, String text) {}

    private static final int DEEPEST = 8;
    private static final int LONGEST_PRINTED = 100;
    private static final Pattern WHOLE_NUMBER = Pattern.compile("-?[0-9]+");
    private static final Pattern NUMBER = Pattern.compile("-?[0-9][0-9.eE+-]*");
    private static final Pattern VARIABLE =
            Pattern.compile("^[A-Za-z_][A-Za-z0-9_-]*[ \t]*=", Pattern.MULTILINE);

    private final Map<String, Assignment> assignments = new LinkedHashMap<>();
    private final Set<String> broken = new LinkedHashSet<>();
    private final List<Problem> problems = new ArrayList<>();
    private final String text;
    private int at;

    private Tfvars(String text) {
        this.text = text;
    }

    /** Reads a text; never throws. */
    static Tfvars parse(String text) {
        Tfvars tfvars = new Tfvars(withoutMarks(text));
        tfvars.variables();
        return tfvars;
    }

    /** A literal by itself. */
    static @Nullable Object literal(String text) {
        Tfvars tfvars = parse("literal = " + text);
        if (!tfvars.problems.isEmpty()) {
            throw new IllegalArgumentException(text + ": " + tfvars.problems);
        }
        return tfvars.assignments.get("literal").value();
    }

    /** The variables that could be read, in their order. */
    Map<String, Assignment> assignments() {
        return assignments;
    }

    /** Variables that are there but could not be read. */
    Set<String> broken() {
        return broken;
    }

    List<Problem> problems() {
        return problems;
    }

    /** A value as the file may have it, short enough for a message. */
    static String print(@Nullable Object value) {
        String printed = literalOf(value);
        return printed.length() <= LONGEST_PRINTED
                ? printed
                : printed.substring(0, LONGEST_PRINTED) + "…";
    }

    private static String literalOf(@Nullable Object value) {
        if (value instanceof String string) {
            return '"' + string.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
        }
        if (value instanceof List<?> list) {
            return list.stream().map(Tfvars::literalOf).collect(Collectors.joining(", ", "[", "]"));
        }
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(entry -> literalOf(entry.getKey()) + " = " + literalOf(entry.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        return String.valueOf(value);
    }

    /** Editors of other systems leave a byte order mark, and a return before each line's end. */
    private static String withoutMarks(String text) {
        String unmarked = text.startsWith("\uFEFF") ? text.substring(1) : text;
        return unmarked.replace("\r\n", "\n");
    }

    private void variables() {
        while (skipToNext()) {
            int start = at;
            try {
                variable();
            } catch (UnreadableException e) {
                problems.add(new Problem(lineOf(Math.min(e.at, text.length())), e.getMessage()));
                recoverAfter(start);
            }
        }
    }

    /** To what may begin a variable; false at the end. */
    private boolean skipToNext() {
        try {
            skipLines();
        } catch (UnreadableException e) {
            problems.add(new Problem(lineOf(e.at), e.getMessage()));
            at = text.length();
        }
        return at < text.length();
    }

    private void recoverAfter(int start) {
        int lineEnd = text.indexOf('\n', start);
        Matcher next = VARIABLE.matcher(text);
        at = lineEnd >= 0 && next.find(lineEnd + 1) ? next.start() : text.length();
    }

    private void variable() {
        int line = lineOf(at);
        String name = name();
        broken.add(name);
        skipSpace();
        if (!take('=')) {
            throw unreadable("expected = after '" + name + "'");
        }
        Object value = value(0);
        skipSpace();
        if (at < text.length() && text.charAt(at) != '\n') {
            throw unreadable(
                    "did not expect "
                            + found()
                            + " behind the value of '"
                            + name
                            + "'; a line ends there");
        }
        Assignment earlier = assignments.get(name);
        if (earlier != null) {
            throw unreadable("'" + name + "' is set twice, in line " + earlier.line() + " before");
        }
        assignments.put(name, new Assignment(line, value));
        broken.remove(name);
    }

    private @Nullable Object value(int depth) {
        skipLines();
        if (at >= text.length()) {
            throw unreadable("expected a value, not the end of the file");
        }
        if (depth > DEEPEST) {
            throw unreadable("lists and maps are nested more than " + DEEPEST + " deep");
        }
        if (text.startsWith("<<", at)) {
            throw unreadable("heredocs are not read; write the text in double quotes, with \\n");
        }
        return switch (text.charAt(at)) {
            case '"' -> string();
            case '[' -> list(depth);
            case '{' -> map(depth);
            default -> word();
        };
    }

    private @Nullable Object word() {
        int start = at;
        while (at < text.length() && isWordPart(text.charAt(at))) {
            at++;
        }
        String word = text.substring(start, at);
        if (word.isEmpty()) {
            throw unreadable("did not expect " + found());
        }
        return switch (word) {
            case "true" -> true;
            case "false" -> false;
            case "null" -> null;
            default -> number(word, start);
        };
    }

    private Long number(String word, int start) {
        if (WHOLE_NUMBER.matcher(word).matches()) {
            try {
                return Long.valueOf(word);
            } catch (NumberFormatException e) {
                throw new UnreadableException(start, word + " is too large a number");
            }
        }
        throw new UnreadableException(
                start,
                NUMBER.matcher(word).matches()
                        ? word + " is no whole number"
                        : "'"
                                + word
                                + "' is no value; texts stand in double quotes, expressions are not read");
    }

    private List<@Nullable Object> list(int depth) {
        int start = at++;
        List<@Nullable Object> list = new ArrayList<>();
        while (!closes(']', start, "list")) {
            list.add(value(depth + 1));
            skipLines();
            if (!take(',') && at < text.length() && text.charAt(at) != ']') {
                throw unreadable("expected , or ] in a list, not " + found());
            }
        }
        return list;
    }

    private Map<String, @Nullable Object> map(int depth) {
        int start = at++;
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        while (!closes('}', start, "map")) {
            String key = text.charAt(at) == '"' ? string() : name();
            skipLines();
            if (!take('=') && !take(':')) {
                throw unreadable("expected = after '" + key + "'");
            }
            Object value = value(depth + 1);
            if (map.containsKey(key)) {
                throw unreadable("'" + key + "' is twice in a map");
            }
            map.put(key, value);
            skipSpace();
            if (!take(',') && at < text.length() && "}\n".indexOf(text.charAt(at)) < 0) {
                throw unreadable("expected , or a new line or } in a map, not " + found());
            }
        }
        return map;
    }

    private boolean closes(char end, int start, String what) {
        skipLines();
        if (at >= text.length()) {
            throw new UnreadableException(
                    start, "the " + what + " that begins here is not closed with " + end);
        }
        return take(end);
    }

    private String string() {
        int start = at++;
        StringBuilder value = new StringBuilder();
        while (at < text.length() && text.charAt(at) != '\n') {
            char c = text.charAt(at);
            if (c == '"') {
                at++;
                return value.toString();
            }
            if (c == '\\') {
                escape(value);
            } else if (text.startsWith("$${", at) || text.startsWith("%%{", at)) {
                // How a template's beginning is written where it is meant as it stands.
                value.append(c).append('{');
                at += 3;
            } else if (text.startsWith("${", at) || text.startsWith("%{", at)) {
                throw unreadable(
                        "templates such as " + c + "{…} are not read; write the value itself");
            } else {
                value.append(c);
                at++;
            }
        }
        throw new UnreadableException(start, "the text that begins here has no closing quote");
    }

    private void escape(StringBuilder value) {
        char c = at + 1 < text.length() ? text.charAt(at + 1) : '\n';
        switch (c) {
            case 'n' -> value.append('\n');
            case 'r' -> value.append('\r');
            case 't' -> value.append('\t');
            case '"', '\\' -> value.append(c);
            case 'u' -> value.appendCodePoint(codePoint(4));
            case 'U' -> value.appendCodePoint(codePoint(8));
            default -> throw unreadable("\\ must be followed by n, r, t, \", \\, u or U");
        }
        at += c == 'u' ? 6 : c == 'U' ? 10 : 2;
    }

    private int codePoint(int digits) {
        int end = at + 2 + digits;
        if (end <= text.length()) {
            String hex = text.substring(at + 2, end);
            if (hex.chars().allMatch(c -> c < 128 && Character.digit(c, 16) >= 0)) {
                long code = Long.parseLong(hex, 16);
                if (code <= Character.MAX_CODE_POINT) {
                    return (int) code;
                }
            }
        }
        throw unreadable(
                "\\"
                        + text.charAt(at + 1)
                        + " must be followed by "
                        + digits
                        + " hex digits of a character");
    }

    private String name() {
        int start = at;
        while (at < text.length() && isNamePart(text.charAt(at))) {
            at++;
        }
        if (at == start) {
            throw unreadable("expected a name, not " + found());
        }
        return text.substring(start, at);
    }

    private static boolean isNamePart(char c) {
        return c < 128 && (Character.isLetterOrDigit(c) || c == '_' || c == '-');
    }

    private static boolean isWordPart(char c) {
        return isNamePart(c) || c == '.' || c == '+';
    }

    private boolean take(char c) {
        if (at < text.length() && text.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }

    /** Over blanks and comments, within the line unless a comment spans several. */
    private void skipSpace() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == ' ' || c == '\t') {
                at++;
            } else if (c == '#' || text.startsWith("//", at)) {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end;
            } else if (text.startsWith("/*", at)) {
                int end = text.indexOf("*/", at + 2);
                if (end < 0) {
                    throw unreadable("the comment that begins here is not closed with */");
                }
                at = end + 2;
            } else {
                return;
            }
        }
    }

    private void skipLines() {
        do {
            skipSpace();
        } while (take('\n'));
    }

    private String found() {
        if (at >= text.length()) {
            return "the end of the file";
        }
        int c = text.codePointAt(at);
        if (c == '\n') {
            return "the end of the line";
        }
        return c > ' ' && c < 127 ? "'" + (char) c + "'" : "U+%04X".formatted(c);
    }

    private int lineOf(int position) {
        return 1 + (int) text.substring(0, position).chars().filter(c -> c == '\n').count();
    }

    private UnreadableException unreadable(String problem) {
        return new UnreadableException(at, problem);
    }

    /** Ends the reading of one variable. */
    private static final class UnreadableException extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final int at;

        UnreadableException(int at, String problem) {
            super(problem);
            this.at = at;
        }
    }
}
