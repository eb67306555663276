package io.pythoflow.sim.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class MessagesTest {

    private static final long NOW = 1_700_000_000_123L;

    @Test
    void aReadingHasEverythingThatAGatewaySends() {
        Messages messages = messages(PayloadKind.V1, 1, 3);

        assertThat(messages.topic(4)).isEqualTo("irrigation/sensors/load-0002/data");
        assertThat(text(messages.payload(4, NOW)))
                .matches(
                        "\\{\"schema\":\"pythoflow.reading/1\",\"message_id\":\"run:4\","
                                + "\"gateway_id\":\"gw-1\",\"sensor_id\":\"load-0002\",\"seq\":1,"
                                + "\"ts\":1700000000123,\"values\":\\{"
                                + "\"soil_moisture\":\\{\"v\":\\d\\d\\.\\d{3},\"u\":\"%VWC\"},"
                                + "\"soil_temperature\":\\{\"v\":12\\.000,\"u\":\"Cel\"},"
                                + "\"temperature\":\\{\"v\":12\\.004,\"u\":\"Cel\"},"
                                + "\"humidity\":\\{\"v\":\\d\\d\\.\\d{3},\"u\":\"%RH\"},"
                                + "\"battery\":\\{\"v\":\\d\\.\\d{3},\"u\":\"V\"}}}");
    }

    @Test
    void severalReadingsOfASensorHaveTimesAndSequencesOfTheirOwn() {
        Messages messages = messages(PayloadKind.V1, 2, 3);

        assertThat(text(messages.payload(3, NOW)))
                .startsWith("[{")
                .endsWith("}]")
                .containsSubsequence(
                        "\"run:6\"",
                        "\"load-0001\"",
                        "\"seq\":2",
                        "\"ts\":1700000000122",
                        "\"run:7\"",
                        "\"load-0001\"",
                        "\"seq\":3",
                        "\"ts\":1700000000123");
    }

    @Test
    void aLegacyMessageIsWhatTheOriginalFirmwareSends() {
        Messages messages = messages(PayloadKind.LEGACY, 2, 3);

        assertThat(messages.topic(1)).isEqualTo("irrigation/gateway/status");
        assertThat(text(messages.payload(1, NOW)))
                .matches(
                        "\\[\\{\"identifier\":\"L3\",\"values\":\\{"
                                + "\"temperature\":12\\.002,\"humidity\":[\\d.]+,"
                                + "\"soil_humidity\":[\\d.]+,\"light\":[\\d.]+,"
                                + "\"uv_intensity\":[\\d.]+,\"soil_temperature\":12\\.000}},"
                                + "\\{\"identifier\":\"L1\",\"values\":\\{.*}}]");
    }

    @Test
    void theLedgerSaysWhatTheMessageSays() {
        Messages messages = messages(PayloadKind.V1, 1, 3);

        assertThat(text(messages.ledgerLines(4, NOW)))
                .matches(
                        "\\{\"message_id\":\"run:4\",\"sensor_id\":\"load-0002\","
                                + "\"ts\":1700000000123,\"values\":\\{\"soil_moisture\":[\\d.]+,"
                                + "\"soil_temperature\":12\\.000,\"temperature\":12\\.004,"
                                + "\"humidity\":[\\d.]+,\"battery\":[\\d.]+}}\n");
        assertThat(valuesIn(text(messages.ledgerLines(4, NOW))))
                .isEqualTo(valuesIn(text(messages.payload(4, NOW))));
    }

    @Test
    void aLegacyLedgerLineHasNeitherIdNorTime() {
        assertThat(text(messages(PayloadKind.LEGACY, 1, 3).ledgerLines(0, NOW)))
                .startsWith("{\"message_id\":null,\"sensor_id\":\"L1\",\"ts\":null,\"values\":{");
    }

    @Test
    void theSeedChangesTheValues() {
        Messages one = new Messages(plan(PayloadKind.V1, 1, 3, 1), List.of("gw-0", "gw-1"));
        Messages same = new Messages(plan(PayloadKind.V1, 1, 3, 1), List.of("gw-0", "gw-1"));
        Messages other = new Messages(plan(PayloadKind.V1, 1, 3, 2), List.of("gw-0", "gw-1"));

        assertThat(one.payload(9, NOW)).isEqualTo(same.payload(9, NOW));
        assertThat(one.payload(9, NOW)).isNotEqualTo(other.payload(9, NOW));
    }

    @Test
    void noTwoLegacyReadingsAreEqual() {
        Messages messages = messages(PayloadKind.LEGACY, 1, 1);
        Set<String> seen = new HashSet<>();
        for (int message = 0; message < 60_000; message++) {
            seen.add(text(messages.payload(message, NOW)));
        }

        assertThat(seen).hasSize(60_000);
    }

    private static List<String> valuesIn(String json) {
        return Pattern.compile("\\d+\\.\\d{3}")
                .matcher(json)
                .results()
                .map(MatchResult::group)
                .toList();
    }

    private static Messages messages(PayloadKind kind, int readings, int sensors) {
        return new Messages(plan(kind, readings, sensors, 1), List.of("gw-0", "gw-1"));
    }

    private static LoadPlan plan(PayloadKind kind, int readings, int sensors, long seed) {
        return new LoadPlan(100, 1, 2, sensors, readings, kind, 1, seed, "run", 10);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
