package io.pythoflow.contract.codec;

import com.fasterxml.jackson.core.ErrorReportConfiguration;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.core.io.ContentReference;
import com.fasterxml.jackson.core.io.IOContext;
import com.fasterxml.jackson.core.json.JsonReadContext;
import com.fasterxml.jackson.core.json.UTF8StreamJsonParser;
import com.fasterxml.jackson.core.sym.ByteQuadsCanonicalizer;
import com.fasterxml.jackson.core.util.BufferRecycler;

/**
 * Jackson's parser for one text after the other. A new one for each short message, with all that
 * belongs to it, costs a fifth of reading it. Not thread-safe.
 */
final class ReusedParser extends UTF8StreamJsonParser {

    /** Names that it remembers; whoever sends more of them gets a new parser. */
    private static final int MOST_NAMES = 4096;

    private static final byte[] NOTHING = {};

    private ReusedParser(JsonFactory json, IOContext context) {
        super(
                context,
                json.getParserFeatures(),
                null,
                null,
                ByteQuadsCanonicalizer.createRoot()
                        .makeChildOrPlaceholder(json.getFactoryFeatures()),
                NOTHING,
                0,
                0,
                0,
                false);
    }

    /** A parser of the factory's dialect that has read nothing. */
    static ReusedParser of(JsonFactory json) {
        return new ReusedParser(
                json,
                new IOContext(
                        json.streamReadConstraints(),
                        StreamWriteConstraints.defaults(),
                        ErrorReportConfiguration.defaults(),
                        new BufferRecycler(),
                        ContentReference.unknown(),
                        false));
    }

    /** Whether it remembers more than it should, so that another must take its place. */
    boolean isSpent() {
        return _symbols.size() > MOST_NAMES;
    }

    /**
     * Begins a part of a text. Whatever became of the text before is forgotten.
     *
     * @param to behind the last byte
     */
    void begin(byte[] text, int from, int to) {
        _inputBuffer = text;
        _inputPtr = from;
        _inputEnd = to;
        _currInputProcessed = -from;
        _currInputRow = 1;
        _currInputRowStart = from;
        _currToken = null;
        _nextToken = null;
        _tokenIncomplete = false;
        _closed = false;
        JsonReadContext root = _parsingContext;
        while (root.getParent() != null) {
            root = root.getParent();
        }
        root.reset(0, 1, 0);
        _parsingContext = root;
    }

    /** Forgets the text, which belongs to others. */
    void end() {
        _inputBuffer = NOTHING;
        _inputPtr = 0;
        _inputEnd = 0;
    }

    /** Where in the part the token begins that it stands at, which is no name. */
    int tokenStart() {
        return (int) _tokenInputTotal - 1;
    }

    /** Where in the part it goes on reading. */
    int position() {
        return (int) _currInputProcessed + _inputPtr;
    }

    /** The text it reads, of which {@link #next} and {@link #last} are places. */
    byte[] text() {
        return _inputBuffer;
    }

    /** Where in the text it goes on reading. */
    int next() {
        return _inputPtr;
    }

    /** Behind the last byte of its part of the text. */
    int last() {
        return _inputEnd;
    }

    /**
     * Ends the object at whose opening brace it stands, which was read by others.
     *
     * @param behind the closing brace, in the text
     */
    void endObject(int behind) {
        _inputPtr = behind;
        _parsingContext = _parsingContext.getParent();
        _currToken = JsonToken.END_OBJECT;
    }

    /** At the end of a text the buffers stay, for the next one. */
    @Override
    protected void _releaseBuffers() {}
}
