package io.pythoflow.job.state;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Texts in state: a length, -1 for null, and UTF-8. Unlike {@link DataOutput#writeUTF} it takes
 * texts of any length, since senders decide about some.
 */
public final class NullableText {
    private static final int NULL = -1;

    private NullableText() {}

    /** Writes a text or null. */
    public static void write(@Nullable String text, DataOutput out) throws IOException {
        if (text == null) {
            out.writeInt(NULL);
            return;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    /** Reads what {@link #write} wrote. */
    public static @Nullable String read(DataInput in) throws IOException {
        int length = in.readInt();
        if (length == NULL) {
            return null;
        }
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
