package io.pythoflow.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.pythoflow.bench.load.SentSql.BrokenMessages;
import io.pythoflow.contract.payload.Measurement;
import io.pythoflow.contract.payload.Reading;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SentSqlTest {
    private static final long BASE = 1_767_225_600_123L;
    private static final int MESSAGES = 2_800;

    static Stream<Workload> workloads() {
        return Stream.of(
                new Workload(100, 5, 1, BASE, 666_667, Workload.Late.ONE_IN_A_THOUSAND),
                new Workload(7, 10, 1, BASE, 20_000_000, Workload.Late.NONE),
                new Workload(999, 1, 10, BASE, 66_667, Workload.Late.ONE_IN_TEN));
    }

    @ParameterizedTest
    @MethodSource("workloads")
    void theSqlSaysWhatThePayloadsSay(Workload workload) throws SQLException {
        Decoded decoded = Decoded.of(workload, MESSAGES);

        assertThat(rows(new SentSql(workload).readings(MESSAGES, BrokenMessages.KEPT_BEFORE_BREAK)))
                .containsExactlyInAnyOrderElementsOf(
                        decoded.readings.stream().map(SentSqlTest::row).toList());
    }

    @ParameterizedTest
    @MethodSource("workloads")
    void theSqlKnowsWhichMessagesAreBroken(Workload workload) throws SQLException {
        Decoded decoded = Decoded.of(workload, MESSAGES);

        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(new SentSql(workload).broken(MESSAGES))) {
            List<Long> broken = new ArrayList<>();
            while (rows.next()) {
                broken.add(rows.getLong(1));
            }
            assertThat(decoded.rejected)
                    .hasSize(3)
                    .zipSatisfy(
                            broken,
                            (payload, reading) ->
                                    assertThat(payload)
                                            .contains(
                                                    "{\"message_id\":\"%012d\""
                                                            .formatted(reading)));
        }
    }

    @ParameterizedTest
    @MethodSource("workloads")
    void aReceiverMayLeaveBrokenMessagesOutWhole(Workload workload) throws SQLException {
        List<String> kept = rows(new SentSql(workload).readings(MESSAGES, BrokenMessages.LEFT_OUT));

        assertThat(kept).hasSize((MESSAGES - 3) * workload.readingsPerMessage());
    }

    /** A row for each time a reading was sent. */
    private static List<String> rows(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            List<String> rows = new ArrayList<>();
            while (row.next()) {
                StringBuilder text =
                        new StringBuilder(
                                "%012d %s %d"
                                        .formatted(
                                                row.getLong("reading"),
                                                row.getString("sensor_id"),
                                                row.getLong("ts")));
                for (int column = 6; column <= row.getMetaData().getColumnCount(); column++) {
                    text.append(' ')
                            .append(row.getMetaData().getColumnName(column))
                            .append('=')
                            .append(row.getDouble(column));
                }
                for (int time = 0; time < row.getInt("times"); time++) {
                    rows.add(text.toString());
                }
            }
            return rows;
        }
    }

    private static String row(Reading reading) {
        StringBuilder text =
                new StringBuilder(
                        reading.messageId() + " " + reading.sensorId() + " " + reading.timestamp());
        for (Measurement measurement : reading.measurements()) {
            text.append(' ').append(measurement.metric()).append('=').append(measurement.value());
        }
        return text.toString();
    }
}
