package io.pythoflow.contract.agronomy;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Compares with a number as a book prints it: rounded to the printed digits. */
final class Printed {

    private Printed() {}

    static void assertPrintsAs(String published, double computed) {
        BigDecimal expected = new BigDecimal(published);
        assertThat(BigDecimal.valueOf(computed).setScale(expected.scale(), RoundingMode.HALF_UP))
                .as("%s, computed as %s", published, computed)
                .isEqualByComparingTo(expected);
    }
}
