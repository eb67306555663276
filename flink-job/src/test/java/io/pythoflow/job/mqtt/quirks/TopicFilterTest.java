package io.pythoflow.job.mqtt.quirks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopicFilterTest {
    @ParameterizedTest
    @CsvSource({
        "a/b,a/b,true",
        "a/b,a/c,false",
        "a/b,a/b/c,false",
        "a/b/c,a/b,false",
        "a/+,a/b,true",
        "a/+,a,false",
        "a/+/c,a/b/c,true",
        "a/#,a/b/c,true",
        "a/#,a,true",
        "#,a/b,true",
        "+/b,$SYS/b,false",
        "#,$SYS/b,false",
        "$share/g/a/+,a/b,true",
        "$share/g/a/+,g/a,false",
    })
    void matchesAsMqttHasIt(String filter, String topic, boolean matches) {
        assertThat(TopicFilter.parse(filter).matches(topic)).isEqualTo(matches);
    }

    @Test
    void knowsItsGroup() {
        TopicFilter shared = TopicFilter.parse("$share/group/sensors/+/data");

        assertThat(shared.group()).isEqualTo("group");
        assertThat(shared.topics()).isEqualTo("sensors/+/data");
        assertThat(shared.hasWildcard()).isTrue();
        assertThat(TopicFilter.parse("a/b").isShared()).isFalse();
    }
}
