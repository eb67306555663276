package io.pythoflow.job.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pythoflow.job.testing.StateBytes;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.junit.jupiter.api.Test;

class VersionedSerializerTest {

    @Test
    void theVersionStandsInFrontOfEveryValue() throws Exception {
        assertThat(StateBytes.write(new Newer(), "five")).isEqualTo("02" + "0000000466697665");
    }

    @Test
    void aNewerSerializerReadsWhatAnOlderWrote() throws Exception {
        assertThat(StateBytes.read(new Newer(), StateBytes.write(new Older(), "five")))
                .isEqualTo("five, from version 1");
    }

    @Test
    void anOlderSerializerRefusesWhatANewerWrote() throws Exception {
        String written = StateBytes.write(new Newer(), "five");

        assertThatThrownBy(() -> StateBytes.read(new Older(), written))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("written in version 2")
                .hasMessageContaining("reads versions 1 to 1")
                .hasMessageContaining("resume with the job that wrote it");
    }

    @Test
    void copyingBetweenStreamsBringsValuesToTheCurrentVersion() throws Exception {
        assertThat(StateBytes.copy(new Newer(), StateBytes.write(new Older(), "five")))
                .startsWith("02");
    }

    @Test
    void aSnapshotOfTheSameVersionIsCompatibleAndRestoresTheSerializer() throws Exception {
        TypeSerializerSnapshot<String> stored = StateBytes.throughCheckpoint(new Newer());

        assertThat(stored.restoreSerializer()).isEqualTo(new Newer());
        assertThat(
                        new Newer()
                                .snapshotConfiguration()
                                .resolveSchemaCompatibility(stored)
                                .isCompatibleAsIs())
                .isTrue();
    }

    @Test
    void aSnapshotOfAnotherTypeIsIncompatible() throws Exception {
        TypeSerializerSnapshot<String> stored = StateBytes.throughCheckpoint(new Older());

        assertThat(
                        new Newer()
                                .snapshotConfiguration()
                                .resolveSchemaCompatibility(stored)
                                .isIncompatible())
                .isTrue();
    }

    @Test
    void textsOfAnyLengthAndNullComeBack() throws Exception {
        for (String text : new String[] {null, "", "Größe 🌱", "x".repeat(100_000)}) {
            assertThat(StateBytes.read(new Newer(), StateBytes.write(new Newer(), text)))
                    .isEqualTo(text);
        }
    }

    private static class Older extends VersionedSerializer<String> {
        @Override
        protected int version() {
            return 1;
        }

        @Override
        protected void write(String value, DataOutputView out) throws IOException {
            NullableText.write(value, out);
        }

        @Override
        protected String read(int version, DataInputView in) throws IOException {
            return NullableText.read(in);
        }

        @Override
        public String createInstance() {
            return "";
        }

        @Override
        public String copy(String from) {
            return from;
        }

        @Override
        public TypeSerializerSnapshot<String> snapshotConfiguration() {
            return new OlderSnapshot();
        }
    }

    private static final class Newer extends Older {
        @Override
        protected int version() {
            return 2;
        }

        @Override
        protected String read(int version, DataInputView in) throws IOException {
            String text = NullableText.read(in);
            return version == 1 ? text + ", from version 1" : text;
        }

        @Override
        public TypeSerializerSnapshot<String> snapshotConfiguration() {
            return new NewerSnapshot();
        }
    }

    /** Made by Flink, by name. */
    public static final class OlderSnapshot extends VersionedSerializerSnapshot<String> {
        public OlderSnapshot() {
            super(Older::new);
        }
    }

    /** Made by Flink, by name. */
    public static final class NewerSnapshot extends VersionedSerializerSnapshot<String> {
        public NewerSnapshot() {
            super(Newer::new);
        }
    }

    @Test
    void serializersOfOneClassAreEqual() {
        TypeSerializer<String> serializer = new Newer();

        assertThat(serializer).isEqualTo(new Newer()).hasSameHashCodeAs(new Newer());
        assertThat(serializer.duplicate()).isEqualTo(serializer);
        assertThat(new Newer()).isNotEqualTo(new SnapshotlessText());
    }

    private static final class SnapshotlessText extends Older {}
}
