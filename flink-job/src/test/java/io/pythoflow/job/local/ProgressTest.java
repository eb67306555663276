package io.pythoflow.job.local;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.flink.metrics.testutils.MetricListener;
import org.junit.jupiter.api.Test;

class ProgressTest {

    @Test
    void messagesOfAnExclusiveSourceAreNoneOfTheField() {
        MetricGroup mqtt = new MetricListener().getMetricGroup().addGroup("mqtt");
        long before = Progress.count("messages");
        count(mqtt, 3);
        count(mqtt.addGroup("exclusive"), 5);

        assertThat(Progress.count("messages")).isEqualTo(before + 3);
        assertThat(Progress.count("exclusive.messages")).isEqualTo(5);
    }

    @Test
    void whatTheBrokerRejectsIsNoRejectOfAMessage() {
        MetricGroup sink =
                new MetricListener()
                        .getMetricGroup()
                        .addGroup("mqtt")
                        .addGroup("reason", "packet_too_large");
        new Progress().notifyOfAddedMetric(new SimpleCounter(), "rejected", sink);

        assertThat(Progress.summary()).doesNotContain("packet_too_large");
    }

    private static void count(MetricGroup group, int messages) {
        SimpleCounter counter = new SimpleCounter();
        new Progress().notifyOfAddedMetric(counter, "messages", group);
        counter.inc(messages);
    }
}
