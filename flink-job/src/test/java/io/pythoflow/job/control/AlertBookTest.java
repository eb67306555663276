package io.pythoflow.job.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pythoflow.contract.payload.Alert;
import io.pythoflow.contract.payload.Alert.Code;
import io.pythoflow.contract.payload.Alert.State;
import io.pythoflow.contract.payload.GatewayError.Severity;
import io.pythoflow.job.control.AlertBook.Subject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AlertBookTest {
    private static final Subject ZONE = new Subject("z1", "g1", "d1", null, null);
    private static final Subject SENSOR = new Subject("z1", "g1", null, "s1", null);

    private final AlertBook book = new AlertBook();

    private Optional<Alert> raise(AlertBook in, Code code, Subject subject, long now) {
        return in.raise(code, Severity.ERROR, subject, "It leaks", 7L, now);
    }

    @Test
    void aTroubleIsToldOnceUntilItIsOver() {
        Alert raised = raise(book, Code.LEAK, ZONE, 1000).orElseThrow();

        assertThat(raise(book, Code.LEAK, ZONE, 2000)).isEmpty();
        Alert cleared = book.clear(Code.LEAK, ZONE, "It is dry", 7L, 3000).orElseThrow();
        assertThat(book.clear(Code.LEAK, ZONE, "It is dry", 7L, 4000)).isEmpty();
        Alert again = raise(book, Code.LEAK, ZONE, 5000).orElseThrow();

        assertThat(raised.state()).isEqualTo(State.RAISED);
        assertThat(cleared.state()).isEqualTo(State.CLEARED);
        assertThat(cleared.alertId()).isEqualTo(raised.alertId());
        assertThat(again.alertId()).isNotEqualTo(raised.alertId());
    }

    @Test
    void troublesOfDifferentKindsAndSubjectsAreDifferent() {
        raise(book, Code.SENSOR_FAULTY, SENSOR, 1000);

        assertThat(raise(book, Code.LEAK, ZONE, 1000)).isPresent();
        assertThat(raise(book, Code.SENSOR_FAULTY, ZONE, 1000)).isPresent();
        assertThat(raise(book, Code.GATEWAY_OFFLINE, Subject.gateway("g1"), 1000)).isPresent();
        assertThat(raise(book, Code.GATEWAY_OFFLINE, Subject.gateway("g2"), 1000)).isPresent();
        assertThat(raise(book, Code.EMERGENCY_STOP, Subject.FARM, 1000)).isPresent();
    }

    @Test
    void countsTheTroublesThatLastAlsoAfterARestart() throws IOException {
        raise(book, Code.SENSOR_FAULTY, SENSOR, 1000);
        raise(book, Code.SENSOR_FAULTY, ZONE, 1000);
        raise(book, Code.SENSOR_FAULTY, ZONE, 1500);
        raise(book, Code.LEAK, ZONE, 1000);
        book.clear(Code.LEAK, ZONE, "It is dry", 7L, 2000);

        AlertBook restored = AlertBook.read(in(bytes()));
        restored.clear(Code.SENSOR_FAULTY, SENSOR, "It is healthy", 7L, 3000);

        assertThat(book.standing()).containsEntry(Code.SENSOR_FAULTY, 2);
        assertThat(book.standing().getOrDefault(Code.LEAK, 0)).isZero();
        assertThat(restored.standing()).containsEntry(Code.SENSOR_FAULTY, 1);
    }

    @Test
    void aTroubleOfAZoneIsOverThoughItHasAnotherDeviceByNow() {
        raise(book, Code.LEAK, ZONE, 1000);
        Subject moved = new Subject("z1", "g2", "d9", null, null);

        assertThat(book.clear(Code.LEAK, moved, "It is dry", 8L, 2000)).isPresent();
    }

    @Test
    void whatWasToldIsNotToldAgainAfterARestart() throws IOException {
        Alert raised = raise(book, Code.LEAK, ZONE, 1000).orElseThrow();
        AlertBook restored = AlertBook.read(in(bytes()));

        assertThat(raise(restored, Code.LEAK, ZONE, 2000)).isEmpty();
        assertThat(restored.clear(Code.LEAK, ZONE, "It is dry", 7L, 3000))
                .map(Alert::alertId)
                .hasValue(raised.alertId());
    }

    @Test
    void aStateOfAnotherVersionIsRefused() {
        assertThatThrownBy(() -> AlertBook.read(in(new byte[] {9})))
                .isInstanceOf(IOException.class)
                .hasMessage("Alerts were written in version 9, this reads 1");
    }

    private byte[] bytes() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        book.write(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    private static DataInputStream in(byte[] bytes) {
        return new DataInputStream(new ByteArrayInputStream(bytes));
    }
}
