package io.pythoflow.contract.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NumbersTest {

    private final JsonFactory json = Json.factory(16);
    private final Random random = new Random(20_261_126);

    @Test
    void decimalsOfAnyLengthAreTheNearestDoubles() throws IOException {
        for (int i = 0; i < 100_000; i++) {
            String whole = digits(1 + random.nextInt(12)).replaceFirst("^0+(?=.)", "");
            String decimal =
                    (random.nextBoolean() ? "-" : "")
                            + whole
                            + "."
                            + digits(1 + random.nextInt(12));
            assertThat(read(decimal)).as(decimal).isEqualTo(Double.parseDouble(decimal));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0",
                "-0.0",
                "0.000000000000001",
                "123456789.012345",
                "-99999999999999.9",
                "9007199254740993.0",
                "0.30000000000000004",
                "1.0e1",
                "1E-5",
                "-12.5e+3",
                "4.9e-324",
                "1.7976931348623157e308"
            })
    void numbersAtTheEdgesAreTheNearestDoubles(String number) throws IOException {
        assertThat(Double.doubleToRawLongBits(read(number)))
                .isEqualTo(Double.doubleToRawLongBits(Double.parseDouble(number)));
    }

    @Test
    void noNumberStaysNone() throws IOException {
        assertThat(read("NaN")).isNaN();
        assertThat(read("-Infinity")).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(read("1e999")).isInfinite();
    }

    private double read(String number) throws IOException {
        try (JsonParser parser = json.createParser("[" + number + "]")) {
            parser.nextToken();
            parser.nextToken();
            return Numbers.read(parser);
        }
    }

    private String digits(int count) {
        StringBuilder digits = new StringBuilder();
        for (int i = 0; i < count; i++) {
            digits.append((char) ('0' + random.nextInt(10)));
        }
        return digits.toString();
    }
}
