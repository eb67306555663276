package io.pythoflow.sim.field;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.pythoflow.sim.field.fault.Fault;
import io.pythoflow.sim.field.fault.FaultSelection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DeterminismTest {

    /** Whatever leaves messages that can be read. */
    private static final Set<Fault> READABLE = EnumSet.complementOf(EnumSet.of(Fault.MALFORMED));

    private static final String[] EVERYTHING = {
        "ignore-command",
        "lose-ack",
        "late-ack",
        "stick-open",
        "stick-closed",
        "leak",
        "reboot-mid-run",
        "burst",
        "clogged"
    };

    @ParameterizedTest
    @EnumSource(Firmware.class)
    void theSameCommandsAtTheSameTimesGiveTheSameMessages(Firmware firmware) {
        List<String> often = run(firmware, now -> now + 13);
        List<String> seldom = run(firmware, now -> now + 977);

        assertThat(often).hasSizeGreaterThan(400).isEqualTo(seldom);
    }

    @Test
    void aCommandChangesWhatFollows() {
        CommandedField commanded = new CommandedField(CommandedField.config());
        CommandedField left = new CommandedField(CommandedField.config());

        commanded.send(commanded.open("one", 30)).advance(60);
        left.advance(60);

        assertThat(texts(commanded)).isNotEqualTo(texts(left));
    }

    /** A command every 7 s, with everything that can go wrong, however often the field is asked. */
    private static List<String> run(Firmware firmware, LongUnaryOperator nextAsked) {
        CommandedField field =
                new CommandedField(
                        CommandedField.config(
                                firmware, new FaultSelection(READABLE, 0.02), 0.3, EVERYTHING));
        for (int command = 0; command < 30; command++) {
            long nextCommand = CommandedField.START + 7_000L * (command + 1);
            long asked = field.nowMillis();
            while (asked < nextCommand) {
                asked = Math.min(nextAsked.applyAsLong(asked), nextCommand);
                field.advance((asked - field.nowMillis()) / 1000.0);
            }
            if (firmware == Firmware.V1) {
                field.send(field.open("open-" + command, 10));
            } else {
                String packet = "{\"identifier\":\"000-A1\",\"command\":\"AGUAR\",\"time\":5000}";
                field.send("irrigation/control/000/command", packet.getBytes(UTF_8));
            }
        }
        return texts(field);
    }

    private static List<String> texts(CommandedField field) {
        return field.messages().stream()
                .map(sent -> sent.sendMillis() + sent.topic() + new String(sent.payload(), UTF_8))
                .toList();
    }
}
