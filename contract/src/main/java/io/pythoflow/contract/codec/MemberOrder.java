package io.pythoflow.contract.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads the names of an object's members, expecting those of objects before in their order:
 * firmware writes each message by the same template, and comparing a name with the expected one is
 * cheaper than making it out. Templates are remembered as a tree, so that devices of several kinds
 * may take turns. Whatever was expected, the names are those of the message. Not thread-safe.
 */
final class MemberOrder {

    /** Senders choose names, so what is remembered of them is bounded. */
    private static final int MOST_PLACES = 4096;

    private static final int MOST_NEXT = 8;

    private final MemberNames names;
    private Place start = new Place(null);
    private int places;

    /** Behind the members read so far; null where nothing is expected any more. */
    private @Nullable Place place;

    MemberOrder(MemberNames names) {
        this.names = names;
    }

    /** Before the first member of an object. */
    Place start() {
        return start;
    }

    /** How many places it remembers, or did until others took them. */
    int places() {
        return places;
    }

    /** Begins an object. */
    void begin() {
        place = start;
    }

    /** Moves the parser to the next member's name; null at the object's end. */
    @Nullable MemberName next(JsonParser parser) throws IOException {
        Place guess = place == null ? null : place.likely;
        if (guess != null) {
            if (parser.nextFieldName(guess.name().written)) {
                place = guess;
                return guess.name();
            }
        } else {
            parser.nextFieldName();
        }
        if (parser.currentToken() != JsonToken.FIELD_NAME) {
            return null;
        }
        MemberName name = names.of(parser.currentName());
        place = place == null ? null : behind(place, name);
        return name;
    }

    private @Nullable Place behind(Place before, MemberName name) {
        Place known = before.next(name);
        if (known != null || name.written == null) {
            return known;
        }
        if (places == MOST_PLACES) {
            start = new Place(null);
            places = 0;
            return null;
        }
        places++;
        return before.add(name);
    }

    /** Behind certain members of an object, in a certain order. */
    static final class Place {
        private final @Nullable MemberName name;
        private Place[] next = {};
        private @Nullable Place likely;

        private Place(@Nullable MemberName name) {
            this.name = name;
        }

        /** Of the last member before this place. */
        MemberName name() {
            return name;
        }

        /** Where the members went on from here the last time; null where they never did. */
        @Nullable Place likely() {
            return likely;
        }

        /** Where they went on from here at any time. */
        Place[] next() {
            return next;
        }

        /** Notes that the members went on to this place. */
        Place choose(Place chosen) {
            likely = chosen;
            return chosen;
        }

        private @Nullable Place next(MemberName sought) {
            for (Place place : next) {
                if (place.name == sought) {
                    return choose(place);
                }
            }
            return null;
        }

        /** In the place of the one that came first, if there are many. */
        private Place add(MemberName added) {
            int kept = Math.min(next.length, MOST_NEXT - 1);
            next = Arrays.copyOfRange(next, next.length - kept, next.length + 1);
            next[kept] = new Place(added);
            return choose(next[kept]);
        }
    }
}
