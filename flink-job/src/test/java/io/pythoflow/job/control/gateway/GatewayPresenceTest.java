package io.pythoflow.job.control.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pythoflow.contract.payload.GatewayStatus;
import io.pythoflow.contract.payload.GatewayStatus.State;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Times are milliseconds from an arbitrary beginning. */
class GatewayPresenceTest {
    private static final Duration SILENCE = Duration.ofMinutes(5);
    private static final long MINUTE = Duration.ofMinutes(1).toMillis();
    private static final long DAY = Duration.ofDays(1).toMillis();
    private static final long T = 1_764_000_000_000L;

    private final Told told = new Told();
    private GatewayPresence presence = new GatewayPresence(told);

    @Test
    void aGatewayThatFallsSilentIsLostOnceAndBackOnce() {
        presence.heard("g", T);
        presence.tick(T + 5 * MINUTE - 1, SILENCE);
        assertThat(told.take()).isEmpty();
        assertThat(presence.isOnline("g")).isTrue();

        presence.tick(T + 5 * MINUTE, SILENCE);
        presence.tick(T + 6 * MINUTE, SILENCE);
        assertThat(told.take()).containsExactly("lost g, heard 0, silent");
        assertThat(presence.isOnline("g")).isFalse();

        presence.heard("g", T + 7 * MINUTE);
        presence.tick(T + 7 * MINUTE, SILENCE);
        presence.tick(T + 8 * MINUTE, SILENCE);
        assertThat(told.take()).containsExactly("back g, since 0");
        assertThat(presence.isOnline("g")).isTrue();
    }

    @Test
    void aWillIsBelievedAtOnceAndToldAtTheNextTick() {
        presence.reported(online("g", "b-1", 1, T));
        presence.reported(will("g", "b-1", T + MINUTE));
        assertThat(presence.isOnline("g")).isFalse();
        assertThat(told.take()).isEmpty();

        presence.tick(T + MINUTE, SILENCE);
        presence.tick(T + 9 * MINUTE, SILENCE);
        assertThat(told.take()).containsExactly("lost g, heard 0, announced");
    }

    @Test
    void whatIsReceivedAfterAWillUndoesIt() {
        presence.reported(online("g", "b-1", 1, T));
        presence.reported(will("g", "b-1", T + MINUTE));
        presence.tick(T + MINUTE, SILENCE);
        told.take();

        presence.heard("g", T + MINUTE);
        presence.tick(T + MINUTE + 1, SILENCE);
        assertThat(told.take()).as("received with the will, not after it").isEmpty();

        presence.heard("g", T + MINUTE + 1);
        presence.tick(T + MINUTE + 2, SILENCE);
        assertThat(told.take()).containsExactly("back g, since 60000");
        assertThat(presence.isOnline("g")).isTrue();
    }

    @Test
    void aWillAndTheReconnectBehindItAreNoEvent() {
        presence.reported(online("g", "b-1", 1, T));
        presence.reported(will("g", "b-1", T + 100));
        presence.reported(online("g", "b-1", 2, T + 200));
        presence.tick(T + 250, SILENCE);

        assertThat(told.take()).isEmpty();
    }

    @Test
    void aWillReceivedBeforeALaterMessageDoesNotCount() {
        presence.heard("g", T + MINUTE);
        presence.reported(will("g", "b-1", T));

        assertThat(presence.isOnline("g")).isTrue();
    }

    @Test
    void aWillOfAnEarlierStartDoesNotCountThoughItComesLast() {
        presence.reported(online("g", "b-1", 90, T));
        presence.reported(online("g", "b-2", 1, T + MINUTE));
        presence.reported(will("g", "b-1", T + MINUTE + 1));
        presence.tick(T + MINUTE + 1, SILENCE);

        assertThat(presence.isOnline("g")).isTrue();
        assertThat(told.take()).isEmpty();
    }

    @Test
    void aLateStatusOfAnEarlierStartDoesNotMakeThatTheNewest() {
        presence.reported(online("g", "b-1", 90, T));
        presence.reported(online("g", "b-2", 1, T + 1));
        presence.reported(online("g", "b-1", 91, T + 2));

        presence.reported(will("g", "b-1", T + 3));
        assertThat(presence.isOnline("g")).isTrue();
        presence.reported(will("g", "b-2", T + 4));
        assertThat(presence.isOnline("g")).isFalse();
    }

    @Test
    void aWillOfAStartThatNothingIsKnownOfCounts() {
        presence.reported(online("g", "b-2", 1, T));
        presence.reported(will("g", "b-3", T + 1));
        assertThat(presence.isOnline("g")).isFalse();

        presence.reported(online("g", "b-2", 2, T + 2));
        assertThat(presence.isOnline("g")).isTrue();
    }

    @Test
    void aWordOfOfflineOlderThanTheNewestStatusDoesNotCount() {
        presence.reported(online("g", "b-1", 7, T));
        presence.reported(sent("g", "b-1", 6L, State.OFFLINE, T - 500, T + 1));
        assertThat(presence.isOnline("g")).as("older by number").isTrue();

        presence.reported(sent("g", "b-1", null, State.OFFLINE, T - 500, T + 2));
        assertThat(presence.isOnline("g")).as("older by time").isTrue();

        presence.reported(sent("g", "b-1", 8L, State.OFFLINE, T - 500, T + 3));
        assertThat(presence.isOnline("g")).as("newer by number, the clock went back").isFalse();
    }

    @Test
    void theNumberOfAWillSaysNothing() {
        presence.reported(online("g", "b-1", 7, T));
        presence.reported(sent("g", "b-1", 1L, State.OFFLINE, T + 1, T + 1));

        assertThat(presence.isOnline("g")).isFalse();
    }

    @Test
    void degradedIsOnline() {
        presence.reported(will("g", null, T));
        presence.reported(sent("g", null, null, State.DEGRADED, T + 1, T + 1));
        presence.tick(T + 2, SILENCE);

        assertThat(presence.isOnline("g")).isTrue();
        assertThat(told.take()).isEmpty();
    }

    @Test
    void aLostGatewayStaysLostWhileOnlyOldMessagesCome() {
        presence.heard("g", T);
        presence.tick(T + 5 * MINUTE, SILENCE);
        told.take();

        presence.heard("g", T + 1);
        presence.tick(T + 5 * MINUTE + 1, SILENCE);

        assertThat(told.take()).isEmpty();
        assertThat(presence.isOnline("g")).isFalse();
    }

    @Test
    void anExpectedGatewayMayBeThereUntilSilenceHasPassed() {
        assertThat(presence.isOnline("g")).isTrue();
        presence.expect(Set.of("g"), T);
        presence.expect(Set.of("g"), T + 4 * MINUTE);
        presence.tick(T + 5 * MINUTE - 1, SILENCE);
        assertThat(presence.isOnline("g")).isTrue();

        presence.tick(T + 5 * MINUTE, SILENCE);
        assertThat(presence.isOnline("g")).isFalse();
        assertThat(told.take()).containsExactly("lost g, never heard, silent");

        presence.heard("g", T + 6 * MINUTE);
        presence.tick(T + 6 * MINUTE, SILENCE);
        assertThat(told.take()).containsExactly("back g, since 0");
    }

    @Test
    void aGatewayThatNoRuleNamesIsForgottenAfterADay() {
        presence.expect(Set.of("expected"), T);
        presence.heard("expected", T);
        presence.heard("g", T);
        presence.tick(T + DAY - 1, SILENCE);
        assertThat(told.take())
                .containsExactly("lost expected, heard 0, silent", "lost g, heard 0, silent");
        assertThat(presence.size()).isEqualTo(2);

        presence.tick(T + DAY, SILENCE);
        assertThat(told.take()).containsExactly("forgotten g, since 0");
        assertThat(presence.size()).isEqualTo(1);
        assertThat(presence.isOnline("expected")).isFalse();
    }

    @Test
    void aGatewayOnlyEverNamedByRulesIsForgottenWithThem() {
        presence.expect(Set.of("typo"), T);
        presence.tick(T + 5 * MINUTE, SILENCE);
        told.take();

        presence.expect(Set.of(), T + 6 * MINUTE);
        presence.tick(T + 6 * MINUTE, SILENCE);

        assertThat(told.take()).containsExactly("forgotten typo, since 0");
        assertThat(presence.size()).isZero();
    }

    @Test
    void namesFromAnywhereDoNotFillTheMemory() {
        for (int i = 0; i < GatewayPresence.MOST_GATEWAYS + 5; i++) {
            presence.heard("g" + i, T);
        }
        assertThat(presence.size()).isEqualTo(GatewayPresence.MOST_GATEWAYS);

        presence.expect(Set.of("named"), T);
        presence.reported(will("named", null, T + 1));
        assertThat(presence.isOnline("named")).isFalse();
    }

    @Test
    void aMessageThatNamesNoGatewayTellsNothing() {
        presence.heard(null, T);
        presence.reported(will(null, null, T));

        assertThat(presence.size()).isZero();
    }

    @Test
    void afterARestoreSilenceCountsFromThere() throws IOException {
        presence.expect(Set.of("g"), T);
        presence.heard("g", T);
        restore(T + 60 * MINUTE);

        presence.tick(T + 65 * MINUTE - 1, SILENCE);
        assertThat(told.take()).isEmpty();
        presence.tick(T + 65 * MINUTE, SILENCE);
        assertThat(told.take()).containsExactly("lost g, heard 0, silent");
    }

    @Test
    void whoWasLostBeforeARestoreIsBackOnlyWhenHeard() throws IOException {
        presence.heard("silent", T);
        presence.tick(T + 5 * MINUTE, SILENCE);
        presence.reported(will("announced", "b-1", T + 5 * MINUTE));
        presence.tick(T + 5 * MINUTE, SILENCE);
        told.take();
        restore(T + 60 * MINUTE);

        presence.tick(T + 60 * MINUTE, SILENCE);
        assertThat(told.take()).isEmpty();
        assertThat(presence.isOnline("silent")).isFalse();
        assertThat(presence.isOnline("announced")).isFalse();

        presence.heard("silent", T + 61 * MINUTE);
        presence.heard("announced", T + 61 * MINUTE);
        presence.tick(T + 61 * MINUTE, SILENCE);
        assertThat(told.take())
                .containsExactly("back announced, since 300000", "back silent, since 0");
    }

    /**
     * In any order of messages, ticks and restores, what is told of a gateway alternates between
     * lost and back or forgotten, and a live gateway is online at last.
     */
    @Test
    void lostAndBackAlternateInAnyHistory() throws IOException {
        Random random = new Random(11);
        int lost = 0;
        int back = 0;
        for (int history = 0; history < 300; history++) {
            presence = new GatewayPresence(told);
            long now = T;
            for (int step = 0; step < 200; step++) {
                now += random.nextInt(90_000);
                long at = now - random.nextInt(30_000);
                String boot = "b-" + random.nextInt(3);
                switch (random.nextInt(8)) {
                    case 0 -> presence.reported(will("g", boot, at));
                    case 1 -> presence.reported(online("g", boot, step, at));
                    case 2 ->
                            presence.reported(
                                    sent("g", boot, (long) step, State.OFFLINE, at - 9, at));
                    case 3 -> presence.heard("g", at);
                    case 4 -> now += random.nextInt(400_000);
                    case 5 -> presence.expect(random.nextBoolean() ? Set.of("g") : Set.of(), now);
                    case 6 -> restore(now);
                    default -> {}
                }
                presence.tick(now, SILENCE);
            }
            presence.heard("g", now + 1);
            presence.tick(now + 1, SILENCE);

            List<String> kinds =
                    told.take().stream().map(line -> line.substring(0, line.indexOf(' '))).toList();
            for (int i = 0; i < kinds.size(); i++) {
                assertThat(kinds.get(i).equals("lost")).as("%s", kinds).isEqualTo(i % 2 == 0);
            }
            assertThat(kinds.size() % 2).as("%s", kinds).isZero();
            assertThat(presence.isOnline("g")).isTrue();
            lost += (int) kinds.stream().filter("lost"::equals).count();
            back += (int) kinds.stream().filter("back"::equals).count();
        }
        assertThat(lost).isGreaterThan(1000);
        assertThat(back).isGreaterThan(1000);
    }

    @Test
    void stateOfVersion1() throws IOException {
        presence.expect(Set.of("g"), 1);
        presence.reported(sent("g", "b", 3L, State.ONLINE, 1, 2));
        presence.reported(will("g", "b", 5));
        presence.tick(6, SILENCE);
        String bytes =
                "01"
                        + "00000001"
                        + "00000001"
                        + "67"
                        + "01"
                        + "0000000000000001"
                        + "0000000000000002"
                        + "0000000000000005"
                        + "01"
                        + "0000000000000005"
                        + "00"
                        + "00000001"
                        + "62"
                        + "ffffffff"
                        + "0000000000000003"
                        + "0000000000000001";

        assertThat(HexFormat.of().formatHex(written())).isEqualTo(bytes);
        presence = read(HexFormat.of().parseHex(bytes));
        assertThat(HexFormat.of().formatHex(written())).isEqualTo(bytes);
        assertThat(presence.isOnline("g")).isFalse();
    }

    @Test
    void anUnknownVersionIsRefused() {
        assertThatThrownBy(() -> read(new byte[] {9}))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "Cannot read the presence of gateways of version 9: this build knows"
                                + " version 1, resume with the job that wrote it, or a newer one");
    }

    private void restore(long now) throws IOException {
        presence = read(written());
        presence.restored(now);
    }

    private byte[] written() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        presence.write(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    private GatewayPresence read(byte[] bytes) throws IOException {
        ByteArrayInputStream in = new ByteArrayInputStream(bytes);
        GatewayPresence read = GatewayPresence.read(new DataInputStream(in), told);
        assertThat(in.available()).isZero();
        return read;
    }

    private static GatewayStatus online(
            @Nullable String gateway, @Nullable String boot, long sequence, long receivedAt) {
        return sent(gateway, boot, sequence, State.ONLINE, receivedAt - 40, receivedAt);
    }

    /** Has no time of its own: that of receipt stands in. */
    private static GatewayStatus will(
            @Nullable String gateway, @Nullable String boot, long receivedAt) {
        return sent(gateway, boot, null, State.OFFLINE, receivedAt, receivedAt);
    }

    private static GatewayStatus sent(
            @Nullable String gateway,
            @Nullable String boot,
            @Nullable Long sequence,
            State state,
            long timestamp,
            long receivedAt) {
        return new GatewayStatus(
                gateway,
                timestamp,
                receivedAt,
                state,
                boot,
                sequence,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                List.of());
    }

    /** Keeps what it is told in lines; times from {@link #T}. */
    private static final class Told implements PresenceEvents {
        private final List<String> lines = new ArrayList<>();

        List<String> take() {
            List<String> taken = List.copyOf(lines);
            lines.clear();
            return taken;
        }

        @Override
        public void lost(String gatewayId, @Nullable Long lastHeardAt, Why why) {
            String heard = lastHeardAt == null ? "never heard" : "heard " + (lastHeardAt - T);
            lines.add("lost " + gatewayId + ", " + heard + ", " + why.word());
        }

        @Override
        public void back(String gatewayId, long offlineSinceAt) {
            lines.add("back " + gatewayId + ", since " + (offlineSinceAt - T));
        }

        @Override
        public void forgotten(String gatewayId, long offlineSinceAt) {
            lines.add("forgotten " + gatewayId + ", since " + (offlineSinceAt - T));
        }
    }
}
