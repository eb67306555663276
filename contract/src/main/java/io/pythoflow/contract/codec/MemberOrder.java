package io.pythoflow.contract.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads the names of an object's members, expecting those of the object before in their order:
 * firmware writes each message by the same template, and comparing a name with the expected one is
 * cheaper than making it out. Whatever was expected, the names are those of the message. Not
 * thread-safe.
 */
final class MemberOrder {

    /** Members of one object; those beyond are read without expectation. */
    private static final int LONGEST = 64;

    private final MemberNames names;
    private final MemberName[] expected = new MemberName[LONGEST];
    private int position;

    MemberOrder(MemberNames names) {
        this.names = names;
        Arrays.fill(expected, names.of(""));
    }

    /** Begins an object. */
    void begin() {
        position = 0;
    }

    /** Moves the parser to the next member's name; null at the object's end. */
    @Nullable MemberName next(JsonParser parser) throws IOException {
        if (position == LONGEST) {
            String name = parser.nextFieldName();
            return name == null ? null : names.of(name);
        }
        MemberName guess = expected[position];
        if (parser.nextFieldName(guess.written)) {
            position++;
            return guess;
        }
        if (parser.currentToken() != JsonToken.FIELD_NAME) {
            return null;
        }
        MemberName name = names.of(parser.currentName());
        if (name.written != null) {
            expected[position] = name;
        }
        position++;
        return name;
    }
}
