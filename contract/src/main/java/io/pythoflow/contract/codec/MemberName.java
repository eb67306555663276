package io.pythoflow.contract.codec;

import com.fasterxml.jackson.core.io.SerializedString;
import io.pythoflow.contract.metric.Metric;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The name of a member of a reading's object, and all that the decoder must know of it. */
final class MemberName {

    /** As sent. */
    final String text;

    /** Null where it is none of the agreed fields, so that the member is a metric. */
    final @Nullable ReadingField field;

    /** The known metric that a sender means by it; null where that is none. */
    final @Nullable Metric metric;

    /** What is wrong with it as the name of a metric; null where nothing is. */
    final @Nullable String violation;

    /** To compare a message with; null where the name may be written in several ways. */
    final @Nullable SerializedString written;

    /** The same with the quotes around it; empty where there is none. */
    final byte[] quoted;

    MemberName(String text, int maxIdLength) {
        this.text = text;
        this.field = ReadingField.of(text);
        this.metric = Metric.sentAs(text).orElse(null);
        this.violation = IdRules.violation(text, maxIdLength);
        this.written = isPlain(text) ? new SerializedString(text) : null;
        this.quoted =
                written == null ? new byte[0] : ('"' + text + '"').getBytes(StandardCharsets.UTF_8);
    }

    private static boolean isPlain(String text) {
        return text.chars().allMatch(c -> c >= ' ' && c < 0x7f && c != '"' && c != '\\');
    }
}
