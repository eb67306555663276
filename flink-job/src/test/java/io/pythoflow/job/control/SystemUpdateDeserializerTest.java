package io.pythoflow.job.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.pythoflow.contract.topic.Topics;
import io.pythoflow.job.control.rules.SystemMessage;
import io.pythoflow.job.mqtt.MqttDeserializer.Output;
import io.pythoflow.job.mqtt.MqttMessage;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.testutils.MetricListener;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SystemUpdateDeserializerTest {
    private static final long NOON = 1_735_732_800_000L;

    private final MetricListener metrics = new MetricListener();
    private final Collected collected = new Collected();
    private SystemUpdateDeserializer deserializer;

    @BeforeEach
    void open() throws Exception {
        deserializer = InstantiationUtil.clone(new SystemUpdateDeserializer());
        deserializer.open(metrics.getMetricGroup());
    }

    @Test
    void alertsAreTheJobsOwnWordsAndGoNoFurther() {
        receive("{\"schema\":\"pythoflow.alert/1\",\"alert_id\":\"a\"}", false);
        receive("{\"schema\":\"pythoflow.alert/1\",\"alert_id\":\"b\"}", true);

        assertThat(collected.messages).isEmpty();
        assertThat(metrics.getCounter("alertsIgnored").map(Counter::getCount)).contains(2L);
    }

    @Test
    void everythingElseIsPassedOnAsItCame() {
        receive("{\"schema\":\"pythoflow.system_update/1\"}", true);
        receive("not json", false);
        receive("", true);

        assertThat(collected.messages)
                .usingRecursiveFieldByFieldElementComparator()
                .containsExactly(
                        new SystemMessage(
                                "{\"schema\":\"pythoflow.system_update/1\"}".getBytes(UTF_8),
                                true,
                                NOON),
                        new SystemMessage("not json".getBytes(UTF_8), false, NOON),
                        new SystemMessage(new byte[0], true, NOON));
    }

    private void receive(String payload, boolean retained) {
        deserializer.deserialize(
                new MqttMessage(
                        Topics.SYSTEM_UPDATES, payload.getBytes(UTF_8), NOON, 1, false, retained),
                collected);
    }

    /** Refuses event times: nobody may wait for the rules. */
    private static final class Collected implements Output<SystemMessage> {
        final List<SystemMessage> messages = new ArrayList<>();

        @Override
        public void collect(SystemMessage message, long eventTimestamp) {
            throw new IllegalStateException("Rules have no event time, but got " + eventTimestamp);
        }

        @Override
        public void collect(SystemMessage message) {
            messages.add(message);
        }
    }
}
