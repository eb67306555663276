package io.pythoflow.contract.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.pythoflow.contract.operation.ServiceMetric.Kind;
import io.pythoflow.contract.payload.Alert;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ServiceMetricTest {

    /** Of these people are told on the topic of alerts, in the log and in the table alone. */
    private static final Set<Alert.Code> WAKE_NOBODY =
            EnumSet.of(
                    Alert.Code.SENSOR_FAULTY,
                    Alert.Code.UNDER_FLOW,
                    Alert.Code.INEFFECTIVE_WATERING,
                    Alert.Code.STATE_GAP);

    /** These do not last: they are counted as they happen. */
    private static final Set<Alert.Code> HAPPEN_ONCE =
            EnumSet.of(Alert.Code.RULES_REJECTED, Alert.Code.RULES_GAP);

    @Test
    void namesAreDifferentAndPlainEnoughForTheService() {
        assertThat(ServiceMetric.values())
                .extracting(ServiceMetric::id)
                .doesNotHaveDuplicates()
                .allMatch(id -> id.matches("[a-z][A-Za-z0-9]*"));
    }

    @Test
    void everyAlertThatSomebodyShouldGetUpForHasAMetricThatLastsAsLongAsIt() {
        for (Alert.Code code : Alert.Code.values()) {
            assertThat(ServiceMetric.of(code).isPresent())
                    .as(code.word())
                    .isEqualTo(!WAKE_NOBODY.contains(code) && !HAPPEN_ONCE.contains(code));
            ServiceMetric.of(code)
                    .ifPresent(metric -> assertThat(metric.kind()).isEqualTo(Kind.LEVEL));
        }
    }
}
