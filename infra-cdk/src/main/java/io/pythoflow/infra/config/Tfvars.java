package io.pythoflow.infra.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the literals of Terraform's variables files: {@code name = value} with strings, numbers,
 * true, false, null, lists and maps, and comments. Expressions are not among them.
 */
final class Tfvars {

    private final String source;
    private final String text;
    private int at;

    private Tfvars(String source, String text) {
        this.source = source;
        this.text = text;
    }

    /**
     * The variables in their order. Values are String, Long, Boolean, List, Map or null.
     *
     * @throws InvalidConfigException with the line of the first thing that cannot be read
     */
    static Map<String, @Nullable Object> parse(String source, String text) {
        Tfvars reader = new Tfvars(source, text);
        Map<String, @Nullable Object> variables = new LinkedHashMap<>();
        reader.entries(variables, '\0');
        return variables;
    }

    private void entries(Map<String, @Nullable Object> into, char end) {
        skip();
        while (at < text.length() && text.charAt(at) != end) {
            String key = text.charAt(at) == '"' ? string() : word();
            skip();
            if (at >= text.length() || (text.charAt(at) != '=' && text.charAt(at) != ':')) {
                throw broken("expected = after '" + key + "'");
            }
            at++;
            if (into.containsKey(key)) {
                throw broken("'" + key + "' is set twice");
            }
            into.put(key, value());
            skip();
            if (at < text.length() && text.charAt(at) == ',') {
                at++;
                skip();
            }
        }
    }

    private @Nullable Object value() {
        skip();
        if (at >= text.length()) {
            throw broken("expected a value");
        }
        char c = text.charAt(at);
        if (c == '"') {
            return string();
        }
        if (c == '[') {
            return list();
        }
        if (c == '{') {
            at++;
            Map<String, @Nullable Object> map = new LinkedHashMap<>();
            entries(map, '}');
            expect('}');
            return map;
        }
        String word = word();
        return switch (word) {
            case "true" -> true;
            case "false" -> false;
            case "null" -> null;
            default -> number(word);
        };
    }

    private Object number(String word) {
        try {
            return Long.valueOf(word);
        } catch (NumberFormatException e) {
            throw broken("'" + word + "' is no value; texts stand in double quotes");
        }
    }

    private List<@Nullable Object> list() {
        at++;
        List<@Nullable Object> list = new ArrayList<>();
        skip();
        while (at < text.length() && text.charAt(at) != ']') {
            list.add(value());
            skip();
            if (at < text.length() && text.charAt(at) == ',') {
                at++;
                skip();
            }
        }
        expect(']');
        return list;
    }

    private String string() {
        at++;
        StringBuilder value = new StringBuilder();
        while (at < text.length() && text.charAt(at) != '"') {
            char c = text.charAt(at++);
            if (c == '\n') {
                at--;
                throw broken("a text ends with a double quote on its line");
            }
            if (c == '\\' && at < text.length()) {
                c = text.charAt(at++);
            }
            value.append(c);
        }
        expect('"');
        return value.toString();
    }

    private String word() {
        int start = at;
        while (at < text.length() && isWordPart(text.charAt(at))) {
            at++;
        }
        if (at == start) {
            throw broken("did not expect " + text.charAt(at));
        }
        return text.substring(start, at);
    }

    private static boolean isWordPart(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '-' || c == '.';
    }

    private void expect(char c) {
        if (at >= text.length() || text.charAt(at) != c) {
            throw broken("expected " + c);
        }
        at++;
    }

    private void skip() {
        while (at < text.length()) {
            if (Character.isWhitespace(text.charAt(at))) {
                at++;
            } else if (text.charAt(at) == '#' || text.startsWith("//", at)) {
                at = endOf("\n");
            } else if (text.startsWith("/*", at)) {
                at = endOf("*/");
            } else {
                return;
            }
        }
    }

    private int endOf(String mark) {
        int end = text.indexOf(mark, at);
        return end < 0 ? text.length() : end + mark.length();
    }

    private InvalidConfigException broken(String problem) {
        long line = text.substring(0, Math.min(at, text.length())).lines().count();
        return new InvalidConfigException(source, List.of("line " + line + ": " + problem));
    }
}
