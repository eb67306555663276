package io.pythoflow.job.control.rules;

import io.pythoflow.contract.rules.InvalidRulesException;
import io.pythoflow.contract.rules.RulesCodec;
import io.pythoflow.contract.rules.RulesDocument;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Objects;

/**
 * The rules in force, as they travel to whoever obeys them.
 *
 * @param version of the system document
 * @param document a valid {@code pythoflow.rules/1}, as JSON
 * @param appliedAt epoch milliseconds
 */
public record ActiveRules(long version, byte[] document, long appliedAt) {
    public ActiveRules {
        Objects.requireNonNull(document, "document");
    }

    /** The document, which was validated before. */
    public RulesDocument parsed() {
        try {
            return new RulesCodec().read(document);
        } catch (InvalidRulesException e) {
            throw new IllegalStateException("Rules " + version + " were validated before", e);
        }
    }

    /** Writes it as a part of somebody's state, whose version is its version. */
    public void write(DataOutput out) throws IOException {
        out.writeLong(version);
        out.writeLong(appliedAt);
        out.writeInt(document.length);
        out.write(document);
    }

    /** Reads what {@link #write} wrote. */
    public static ActiveRules read(DataInput in) throws IOException {
        long version = in.readLong();
        long appliedAt = in.readLong();
        byte[] document = new byte[in.readInt()];
        in.readFully(document);
        return new ActiveRules(version, document, appliedAt);
    }
}
