package io.pythoflow.job.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.pythoflow.job.mqtt.quirks.BrokerProxy;
import io.pythoflow.job.mqtt.quirks.Exchange;
import io.pythoflow.job.mqtt.transport.BrokerAddress;
import io.pythoflow.job.testing.RawPublisher;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.JobID;
import org.apache.flink.core.execution.JobClient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** What an exclusive source promises, whatever the broker. */
abstract class ExclusiveSourceContract extends MqttClusterTestBase {
    static final Duration PATIENCE = Duration.ofSeconds(40);

    /** Of this test alone, since what is retained outlives it. */
    String topic;

    BrokerProxy proxy;
    private String name;
    private RawPublisher publisher;

    /** Where the broker under test listens. */
    abstract BrokerAddress broker();

    @BeforeEach
    void connectToBroker(TestInfo info) throws IOException {
        name = info.getTestMethod().orElseThrow().getName();
        topic = name + "/updates";
        proxy = BrokerProxy.before(broker());
        publisher = new RawPublisher(broker().toString(), name + "-publisher");
    }

    @Override
    void disconnectFromBroker() throws IOException {
        publisher.close();
        proxy.close();
    }

    MqttSourceBuilder<String> anExclusiveSource() {
        return SourceFixtures.anExclusiveSource(proxy.address())
                .exclusiveClientId(name)
                .filters(List.of(topic));
    }

    @Test
    void theRetainedMessageComesWithEveryConnection() throws Exception {
        retain("whole 1");
        submit(anExclusiveSource(), NEVER, 1, null);
        awaitRecords("whole 1");

        // 1. The same after a lost connection.
        proxy.cutAll();
        awaitRecords("whole 1", "whole 1");

        // 2. Another one that was published while there was no connection.
        proxy.refuse();
        proxy.cutAll();
        retain("whole 2");
        proxy.admit();
        awaitRecords("whole 1", "whole 1", "whole 2");
        assertThat(proxy.exchanges()).noneMatch(Exchange::sessionPresent);
    }

    @Test
    void newsComeLiveAndAreAcknowledgedWithoutCheckpoints() throws Exception {
        retain("whole");
        submit(anExclusiveSource(), NEVER, 1, null);
        awaitRecords("whole");
        publish("part 1");
        publish("part 2");

        awaitRecords("whole", "part 1", "part 2");
        await().untilAsserted(() -> assertThat(proxy.acknowledged()).isEqualTo(3));
    }

    @Test
    void whatIsMissedWithoutAConnectionIsNotKept() throws Exception {
        submit(anExclusiveSource(), NEVER, 1, null);
        awaitSubscribed();
        proxy.refuse();
        proxy.cutAll();
        await().until(() -> proxy.openConnections() == 0);
        publish("missed");
        proxy.admit();
        awaitSubscribed();
        publish("news");

        awaitRecords("news");
    }

    @Test
    void takesNothingFromSlotsThatShareTheTopic() throws Exception {
        submit(
                List.of(
                        SourceFixtures.aSource(proxy.address())
                                .clientIdPrefix(name)
                                .sharedGroup(name)
                                .filters(List.of(topic)),
                        anExclusiveSource()),
                SOON,
                1,
                null);
        await().atMost(PATIENCE)
                .until(
                        () ->
                                proxy.openExchanges().stream().filter(Exchange::subscribed).count()
                                        == 3);
        for (String text : texts(0, 50)) {
            publish(text);
        }

        await().atMost(PATIENCE).until(() -> probe.records.size() >= 100);
        assertThat(texts(0, 50))
                .allSatisfy(
                        text ->
                                assertThat(Collections.frequency(probe.records, text))
                                        .isEqualTo(2));
    }

    @Test
    void aJobThatStartsAgainHasTheRetainedMessageAgain() throws Exception {
        retain("whole");
        probe.failAfter.set(1);
        submit(anExclusiveSource(), NEVER, 1, null);
        awaitRecords("whole");
        publish("the job fails here");

        awaitRecords("whole", "whole");
    }

    @Test
    void endsWithAndWithoutARetainedMessage() throws Exception {
        awaitEnd(submit(anExclusiveSource().endAfterIdle(IDLE), SOON, 2, null));
        assertThat(probe.records).isEmpty();

        retain("whole");
        awaitEnd(submit(anExclusiveSource().endAfterIdle(IDLE), NEVER, 1, null));
        assertThat(probe.records).containsExactly("whole");
    }

    @Test
    void itsMessagesAreCountedApart() throws Exception {
        retain("whole");
        JobID job = submit(anExclusiveSource(), SOON, 1, null).getJobID();
        awaitRecords("whole");
        proxy.cutAll();
        awaitRecords("whole", "whole");

        await().until(() -> metric(job, "mqtt.exclusive.messages") == 2);
        await().until(() -> metric(job, "mqtt.exclusive.reconnects") == 1);
        assertThat(metric(job, "mqtt.exclusive.sessionsLost")).isZero();
        assertThat(metric(job, "mqtt.messages")).isZero();
    }

    @Test
    void aClientIdTakenOverFailsTheJobWithAdvice() throws Exception {
        JobClient job = submit(anExclusiveSource(), NEVER, 1, null);
        awaitSubscribed();

        try (RawPublisher thief = new RawPublisher(broker().toString(), name)) {
            assertThatThrownBy(() -> awaitEnd(job))
                    .hasStackTraceContaining("session taken over (0x8E)")
                    .hasStackTraceContaining("give this one a client id");
        }
    }

    void retain(String text) throws IOException {
        publisher.publishRetained(topic, text.getBytes(UTF_8));
    }

    void publish(String text) throws IOException {
        publisher.publish(topic, List.of(text.getBytes(UTF_8)));
    }

    void awaitRecords(String... texts) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(probe.records).containsExactly(texts));
    }

    void awaitSubscribed() {
        await().atMost(PATIENCE)
                .until(() -> proxy.openExchanges().stream().anyMatch(Exchange::subscribed));
    }

    private static void awaitEnd(JobClient job) throws Exception {
        job.getJobExecutionResult().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
}
