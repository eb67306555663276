package io.pythoflow.job.control.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class ThinningTest {
    private static final long INTERVAL = 300_000;
    private static final long START = 1_700_000_000_000L;

    private final Thinning thinning = new Thinning();

    private long record(String result, long seconds) {
        return thinning.record(result, START + seconds * 1000, INTERVAL);
    }

    @Test
    void theFirstEvaluationIsARow() {
        assertThat(record("rain", 0)).isEqualTo(1);
    }

    @Test
    void whatDiffersFromTheRowBeforeIsARow() {
        record("rain", 0);

        assertThat(record("frost", 1)).isEqualTo(1);
        assertThat(record("rain", 2)).isEqualTo(1);
    }

    @Test
    void whatIsEqualBecomesOneRowPerInterval() {
        record("rain", 0);
        for (int second = 1; second < 300; second++) {
            assertThat(record("rain", second)).isZero();
        }

        assertThat(record("rain", 300)).isEqualTo(300);
    }

    @Test
    void aRowSaysHowManyWereLeftOutBeforeIt() {
        record("rain", 0);
        record("rain", 1);
        record("rain", 2);

        assertThat(record("frost", 3)).isEqualTo(3);
    }

    @Test
    void nothingIsForgottenInAState() throws IOException {
        record("rain", 0);
        record("rain", 1);
        Thinning restored = Thinning.read(in(bytes()));

        assertThat(restored.record("rain", START + 2000, INTERVAL)).isZero();
        assertThat(restored.record("frost", START + 3000, INTERVAL)).isEqualTo(3);
    }

    @Test
    void theBytesOfTheStateStayTheSame() throws IOException {
        record("rain", 0);
        record("rain", 1);

        assertThat(HexFormat.of().formatHex(bytes()))
                .isEqualTo("01000000047261696e0000018bcfe568000000000000000001");
    }

    @Test
    void aStateOfAnotherVersionIsRefused() {
        assertThatThrownBy(() -> Thinning.read(in(new byte[] {9})))
                .isInstanceOf(IOException.class)
                .hasMessage("Thinning was written in version 9, this reads 1");
    }

    private byte[] bytes() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        thinning.write(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    private static DataInputStream in(byte[] bytes) {
        return new DataInputStream(new ByteArrayInputStream(bytes));
    }
}
