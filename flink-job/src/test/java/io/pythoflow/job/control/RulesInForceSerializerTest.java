package io.pythoflow.job.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.pythoflow.job.control.rules.RulesInForce;
import io.pythoflow.job.testing.StateBytes;
import org.junit.jupiter.api.Test;

class RulesInForceSerializerTest {
    private static final long NOON = 1_735_732_800_000L;

    private final RulesInForceSerializer serializer = new RulesInForceSerializer();

    @Test
    void writesItsVersionBeforeTheRules() throws Exception {
        String none = "01" + "01" + "00".repeat(8) + "ffffffff" + "00".repeat(32);

        assertThat(StateBytes.write(serializer, RulesInForce.none())).isEqualTo(none);
        assertThat(StateBytes.read(serializer, none).version()).isEqualTo(RulesInForce.NO_VERSION);
        assertThat(StateBytes.throughCheckpoint(serializer).restoreSerializer())
                .isEqualTo(serializer);
    }

    @Test
    void aCopyGoesItsOwnWay() {
        RulesInForce rules = RulesInForce.none();
        rules.receive(RulesMessages.whole(1, RulesMessages.RUNNING), NOON);
        RulesInForce copy = serializer.copy(rules);
        rules.receive(RulesMessages.whole(2, RulesMessages.STOPPED), NOON);

        assertThat(copy.version()).isEqualTo(1);
        assertThat(rules.version()).isEqualTo(2);
    }
}
