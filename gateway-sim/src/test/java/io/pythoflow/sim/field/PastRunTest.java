package io.pythoflow.sim.field;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.pythoflow.sim.SimException;
import io.pythoflow.sim.field.fault.FaultSelection;
import io.pythoflow.sim.mqtt.MqttPublisher;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a past gets to a broker. */
class PastRunTest {

    /** Of the past that is told here: six hours, two gateways, eight sensors. */
    private final Past past = sixHours();

    private final FieldConfig config = ToldField.config(FaultSelection.none(), past);
    private final List<String> lines = new ArrayList<>();
    private final ImaginedWatch watch = new ImaginedWatch();

    @Test
    void publishesAllThatTheFieldSaysAndEnds() throws Exception {
        FakeBroker broker = new FakeBroker();

        String summary = tell(broker);

        assertThat(broker.payloads()).containsExactlyElementsOf(told());
        assertThat(broker.closed).isEqualTo(2);
        assertThat(summary)
                .startsWith(
                        "2 gateways, 8 sensors, %d messages published, %1$d acknowledged; faults: none; past from 2026-09-10T06:00-03:00 to 2026-09-10T12:00-03:00, "
                                .formatted(told().size()));
        assertThat(lines).isEmpty();
    }

    @Test
    void waitsUntilSomebodyListensAndSaysSoOnce() throws Exception {
        FakeBroker broker = new FakeBroker();
        broker.hears = message -> message >= 7;

        String summary = tell(broker);

        assertThat(broker.payloads().subList(7, broker.payloads().size()))
                .containsExactlyElementsOf(told());
        assertThat(broker.payloads().subList(0, 7)).containsOnly(told().get(0));
        assertThat(lines)
                .containsExactly(
                        "Nobody listens on irrigation/gateway/status yet; waiting up to 60 s for a subscriber");
        assertThat(watch.paused).isEqualTo(Duration.ofMillis(3500));
        assertThat(summary)
                .contains("%d messages published, %1$d acknowledged;".formatted(told().size()));
    }

    @Test
    void waitsForEachOfTheFirstMessagesSinceSubscriptionsComeOneByOne() throws Exception {
        FakeBroker broker = new FakeBroker();
        broker.hears = message -> message != 1;

        tell(broker);

        assertThat(broker.payloads().get(1)).contains("valve_status");
        assertThat(broker.payloads().subList(2, broker.payloads().size()))
                .containsExactlyElementsOf(told().subList(1, told().size()));
    }

    @Test
    void givesUpWhenNobodyListens() throws Exception {
        FakeBroker broker = new FakeBroker();
        broker.hears = message -> false;

        assertThatThrownBy(() -> tell(broker))
                .isInstanceOf(SimException.class)
                .hasMessage(
                        "Nobody has subscribed to irrigation/gateway/status within 60 s; what nobody hears is lost, so nothing else was published. Start the job first");
        assertThat(watch.paused).isEqualTo(PastRun.LISTENER_PATIENCE);
        assertThat(broker.payloads()).containsOnly(told().get(0));
        assertThat(broker.closed).isEqualTo(2);
    }

    @Test
    void reportsWhatReachedNobody() {
        FakeBroker broker = new FakeBroker();
        broker.hears = message -> message < 20 || message >= 23;

        assertThatThrownBy(() -> tell(broker))
                .isInstanceOf(SimException.class)
                .hasMessage(
                        "3 of %d messages reached nobody: no client was subscribed to their topics"
                                .formatted(told().size()));
        assertThat(broker.payloads()).containsExactlyElementsOf(told());
        assertThat(lastSummary).contains("acknowledged, 3 reached nobody;");
    }

    @Test
    void failsWithTheReasonOfAMessageThatTheBrokerRefuses() {
        FakeBroker broker = new FakeBroker();
        broker.refuses = 30;

        assertThatThrownBy(() -> tell(broker))
                .isInstanceOf(SimException.class)
                .hasMessage("Refused");
        assertThat(broker.closed).isEqualTo(2);
    }

    @Test
    @Timeout(30)
    void failsWhenTheBrokerFallsSilent() {
        FakeBroker broker = new FakeBroker();
        broker.silentFrom = 100;
        watch.stepNanos = Duration.ofSeconds(30).toNanos();

        assertThatThrownBy(() -> tell(broker))
                .isInstanceOf(SimException.class)
                .hasMessage(
                        "The broker has acknowledged nothing for 120 s; %d messages are unacknowledged"
                                .formatted(toldWithin(Duration.ofHours(2)) - 100));
    }

    /** Gateways go on their own connections; one must not be a day behind the other. */
    @Test
    void anHourBeginsWhenTheOneBeforeIsAcknowledged() {
        FakeBroker broker = new FakeBroker();
        broker.silentFrom = 20;
        watch.stepNanos = Duration.ofSeconds(30).toNanos();

        assertThatThrownBy(() -> tell(broker)).isInstanceOf(SimException.class);

        assertThat(broker.count()).isEqualTo(toldWithin(Duration.ofHours(1)));
    }

    @Test
    @Timeout(60)
    void aSlowBrokerHoldsItBackAndGatewaysLeaveLast() throws Exception {
        FieldConfig often = everySecond(config);
        FakeBroker broker = new FakeBroker();
        broker.silentFrom = 100;
        CompletableFuture<String> run =
                CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                return tell(often, broker);
                            } catch (InterruptedException e) {
                                throw new IllegalStateException(e);
                            }
                        });

        int all = told(often).size();
        assertThat(all).isGreaterThan(100_000);
        int acknowledged = 100;
        while (acknowledged < all - 2) {
            await().atMost(Duration.ofSeconds(30)).until(() -> broker.waiting() > 0);
            assertThat(run).isNotDone();
            int waiting = broker.waiting();
            assertThat(waiting).isLessThanOrEqualTo(10_000);
            broker.acknowledge(waiting);
            acknowledged += waiting;
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> broker.waiting() == 2);
        broker.acknowledge(2);

        assertThat(run.get(30, TimeUnit.SECONDS)).contains(all + " acknowledged");
        assertThat(broker.payloads().subList(all - 2, all))
                .allMatch(payload -> payload.contains("\"offline\""));
    }

    @Test
    void saysGoodbyeWhenItIsStopped() {
        FakeBroker broker = new FakeBroker();
        broker.interruptsAt = 200;

        assertThatThrownBy(() -> tell(broker)).isInstanceOf(InterruptedException.class);

        assertThat(broker.payloads()).hasSizeBetween(202, 220);
        assertThat(broker.payloads().subList(broker.count() - 2, broker.count()))
                .allMatch(payload -> payload.contains("\"offline\""));
        assertThat(broker.closed).isEqualTo(2);
    }

    @Test
    void tellsEveryFewSecondsHowFarItIs() throws Exception {
        watch.stepNanos = Duration.ofMillis(50).toNanos();

        tell(new FakeBroker());

        assertThat(lines)
                .hasSizeGreaterThan(1)
                .allMatch(
                        line ->
                                line.matches(
                                        "2026-09-10: [\\d,]+ messages acknowledged, [\\d,]+ messages/s over [\\d.]+ s"));
    }

    private String lastSummary = "";

    private String tell(FakeBroker broker) throws InterruptedException {
        return tell(config, broker);
    }

    private String tell(FieldConfig field, FakeBroker broker) throws InterruptedException {
        PastOptions.Story story = new PastOptions.Story(field, past, "");
        try (PastRun run =
                PastRun.connect(
                        story, (gateway, listener) -> broker.connect(), watch, lines::add)) {
            try {
                run.run();
            } finally {
                lastSummary = run.summary();
            }
            return lastSummary;
        }
    }

    private List<String> told() {
        return told(config);
    }

    private List<String> told(FieldConfig field) {
        return ToldField.past(field, past).messages().stream().map(ToldField::text).toList();
    }

    private int toldWithin(Duration duration) {
        long end = past.startMillis() + duration.toMillis();
        return (int)
                ToldField.past(config, past).messages().stream()
                        .filter(message -> message.sendMillis() < end)
                        .count();
    }

    private static Past sixHours() {
        ZonedDateTime start = ToldField.days(1).end().withHour(6);
        return new Past(start, start.plusHours(6).toInstant().toEpochMilli());
    }

    private static FieldConfig everySecond(FieldConfig config) {
        return new FieldConfig(
                config.gateways(),
                config.sensorsPerGateway(),
                config.sensorsPerZone(),
                Duration.ofSeconds(1),
                config.statusInterval(),
                config.seed(),
                config.timeLapse(),
                config.site(),
                config.soil(),
                config.crop(),
                config.firmware(),
                config.faults(),
                config.watering(),
                config.misbehaviours());
    }

    /** A watch that moves when it is looked at or paused. */
    private static final class ImaginedWatch implements PastRun.Watch {
        private final AtomicLong nanos = new AtomicLong();
        private long stepNanos = 1;
        private Duration paused = Duration.ZERO;

        @Override
        public long nanos() {
            return nanos.addAndGet(stepNanos);
        }

        @Override
        public void pause(Duration duration) {
            paused = paused.plus(duration);
            nanos.addAndGet(duration.toNanos());
        }
    }

    /** Takes the messages of all gateways in their order; the field's thread and the test's. */
    private static final class FakeBroker {
        private final List<String> payloads = new ArrayList<>();
        private final Queue<CompletableFuture<Void>> waiting = new ArrayDeque<>();
        private IntPredicate hears = message -> true;
        private int refuses = -1;
        private int silentFrom = Integer.MAX_VALUE;
        private int interruptsAt = -1;
        private int closed;

        MqttPublisher connect() {
            return new MqttPublisher() {
                private long unheard;

                @Override
                public CompletableFuture<Void> publish(String topic, byte[] payload) {
                    int number = add(payload);
                    if (!hears.test(number)) {
                        unheard++;
                    }
                    return answer(number);
                }

                @Override
                public long unheard() {
                    return unheard;
                }

                @Override
                public void close() {
                    closed++;
                }
            };
        }

        private synchronized int add(byte[] payload) {
            payloads.add(new String(payload, UTF_8));
            return payloads.size() - 1;
        }

        private synchronized CompletableFuture<Void> answer(int number) {
            if (number == interruptsAt) {
                Thread.currentThread().interrupt();
            }
            if (number == refuses) {
                return CompletableFuture.failedFuture(new SimException("Refused"));
            }
            if (number < silentFrom) {
                return CompletableFuture.completedFuture(null);
            }
            CompletableFuture<Void> later = new CompletableFuture<>();
            waiting.add(later);
            return later;
        }

        void acknowledge(int messages) {
            List<CompletableFuture<Void>> due = new ArrayList<>();
            synchronized (this) {
                for (int i = 0; i < messages; i++) {
                    due.add(waiting.remove());
                }
            }
            due.forEach(message -> message.complete(null));
        }

        synchronized int waiting() {
            return waiting.size();
        }

        synchronized int count() {
            return payloads.size();
        }

        synchronized List<String> payloads() {
            return List.copyOf(payloads);
        }
    }
}
