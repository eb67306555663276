package io.pythoflow.contract.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** Keeps count of how deep a message goes, also in the parts that nobody reads. */
final class Nesting {

    private final int maxDepth;
    private int levelsAround;
    private boolean exceeded;

    Nesting(int maxDepth) {
        this.maxDepth = maxDepth;
    }

    /** Begins an element that lies in a part of the message parsed on its own. */
    void beginElement(int levelsAround) {
        this.levelsAround = levelsAround;
        this.exceeded = false;
    }

    /** Whether the element begun last went too deep. */
    boolean exceeded() {
        return exceeded;
    }

    String complaint() {
        return "Nested deeper than " + maxDepth + " levels, send a flatter message";
    }

    /** Takes note of the object or array the parser just entered. */
    void entered(JsonParser parser) {
        if (parser.getParsingContext().getNestingDepth() + levelsAround > maxDepth) {
            exceeded = true;
        }
    }

    /** Whether an object within the one that the parser just entered would not be too deep. */
    boolean hasRoomWithin(JsonParser parser) {
        return parser.getParsingContext().getNestingDepth() + levelsAround < maxDepth;
    }

    /** Leaves the parser at the last token of the value it stands at. */
    void skip(JsonParser parser) throws IOException {
        int open = 0;
        JsonToken token = parser.currentToken();
        while (true) {
            if (token.isStructStart()) {
                open++;
                entered(parser);
            } else if (token.isStructEnd()) {
                open--;
            }
            if (open == 0) {
                return;
            }
            token = parser.nextToken();
        }
    }
}
