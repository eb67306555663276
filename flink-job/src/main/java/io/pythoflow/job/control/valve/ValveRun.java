package io.pythoflow.job.control.valve;

import io.pythoflow.contract.rules.Protocol;
import io.pythoflow.job.state.NullableText;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One opening of a valve, as decided.
 *
 * @param commandId drawn once, see {@link CommandIds}
 * @param decidedAt epoch milliseconds
 * @param durationSeconds of the opening
 * @param volumeLiters expected of it
 * @param depthMm expected of it at the roots; null where the run is of fixed length
 * @param moistureBefore in the zone's unit; null where unknown
 * @param reason of the decision
 */
public record ValveRun(
        String commandId,
        String decisionId,
        String zoneId,
        long decidedAt,
        long rulesVersion,
        String deviceId,
        @Nullable String identifier,
        Protocol protocol,
        int durationSeconds,
        double volumeLiters,
        @Nullable Double depthMm,
        @Nullable Double moistureBefore,
        String reason) {

    public ValveRun {
        Objects.requireNonNull(commandId, "commandId");
        Objects.requireNonNull(decisionId, "decisionId");
        Objects.requireNonNull(zoneId, "zoneId");
    }

    /** The same run, at most so long; water and depth shrink with it. */
    ValveRun atMost(int seconds) {
        if (durationSeconds <= seconds) {
            return this;
        }
        double share = (double) seconds / durationSeconds;
        return new ValveRun(
                commandId,
                decisionId,
                zoneId,
                decidedAt,
                rulesVersion,
                deviceId,
                identifier,
                protocol,
                seconds,
                volumeLiters * share,
                depthMm == null ? null : depthMm * share,
                moistureBefore,
                reason);
    }

    void write(DataOutput out) throws IOException {
        out.writeUTF(commandId);
        out.writeUTF(decisionId);
        out.writeUTF(zoneId);
        out.writeLong(decidedAt);
        out.writeLong(rulesVersion);
        out.writeUTF(deviceId);
        NullableText.write(identifier, out);
        out.writeUTF(protocol.name());
        out.writeInt(durationSeconds);
        out.writeDouble(volumeLiters);
        writeNullable(depthMm, out);
        writeNullable(moistureBefore, out);
        out.writeUTF(reason);
    }

    static ValveRun read(DataInput in) throws IOException {
        return new ValveRun(
                in.readUTF(),
                in.readUTF(),
                in.readUTF(),
                in.readLong(),
                in.readLong(),
                in.readUTF(),
                NullableText.read(in),
                Protocol.valueOf(in.readUTF()),
                in.readInt(),
                in.readDouble(),
                readNullable(in),
                readNullable(in),
                in.readUTF());
    }

    private static void writeNullable(@Nullable Double value, DataOutput out) throws IOException {
        out.writeDouble(value == null ? Double.NaN : value);
    }

    private static @Nullable Double readNullable(DataInput in) throws IOException {
        double value = in.readDouble();
        return Double.isNaN(value) ? null : value;
    }
}
