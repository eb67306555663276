package io.pythoflow.job.control;

import io.pythoflow.job.control.rules.RulesInForce;
import io.pythoflow.job.state.VersionedSerializer;
import io.pythoflow.job.state.VersionedSerializerSnapshot;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.core.memory.DataOutputView;

/** Keeps {@link RulesInForce} in state; it versions its own bytes once more. */
public final class RulesInForceSerializer extends VersionedSerializer<RulesInForce> {
    private static final long serialVersionUID = 1L;

    /** What {@link RulesInForce#write} writes. */
    private static final int VERSION_1 = 1;

    @Override
    protected int version() {
        return VERSION_1;
    }

    @Override
    protected void write(RulesInForce rules, DataOutputView out) throws IOException {
        rules.write(out);
    }

    @Override
    protected RulesInForce read(int version, DataInputView in) throws IOException {
        return RulesInForce.read(in);
    }

    @Override
    public RulesInForce createInstance() {
        return RulesInForce.none();
    }

    @Override
    public RulesInForce copy(RulesInForce from) {
        try {
            DataOutputSerializer out = new DataOutputSerializer(1024);
            from.write(out);
            return RulesInForce.read(new DataInputDeserializer(out.getCopyOfBuffer()));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot copy rules in memory", e);
        }
    }

    @Override
    public TypeSerializerSnapshot<RulesInForce> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Made by Flink, by name. */
    public static final class Snapshot extends VersionedSerializerSnapshot<RulesInForce> {
        public Snapshot() {
            super(RulesInForceSerializer::new);
        }
    }
}
