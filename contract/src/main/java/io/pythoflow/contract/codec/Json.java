package io.pythoflow.contract.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;

/** The one JSON dialect of the codec. */
final class Json {

    /**
     * Deeper messages are given up as a whole. Well above any sensible limit on an element, which
     * costs only that element.
     */
    private static final int HARD_DEPTH = 1000;

    private Json() {}

    /** A factory of its own for each decoder: names it has seen are remembered without locks. */
    static JsonFactory factory(int maxDepth) {
        // Payloads are bounded by the broker connection, so lengths inside them need no bound; a
        // bound that threw would cost the whole message instead of one element.
        StreamReadConstraints constraints =
                StreamReadConstraints.builder()
                        .maxNestingDepth(Math.max(HARD_DEPTH, maxDepth))
                        .maxNumberLength(Integer.MAX_VALUE)
                        .maxStringLength(Integer.MAX_VALUE)
                        .maxNameLength(Integer.MAX_VALUE)
                        .build();
        return JsonFactory.builder()
                .streamReadConstraints(constraints)
                .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
                .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
                .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                // Senders choose names, so they must fill neither the JVM's table of interned
                // strings nor stop a message with names that hash alike.
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
                // UTF-8 is agreed; guessing UTF-16 would make byte offsets meaningless.
                .disable(JsonFactory.Feature.CHARSET_DETECTION)
                .build();
    }
}
