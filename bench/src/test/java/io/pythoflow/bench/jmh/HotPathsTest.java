package io.pythoflow.bench.jmh;

import static org.assertj.core.api.Assertions.assertThat;

import io.pythoflow.contract.payload.Reading;
import org.junit.jupiter.api.Test;

class HotPathsTest {

    @Test
    void stepsAreNamedInWords() {
        assertThat(HotPaths.step("io.pythoflow.job.aggregate.WindowBenchmark.readingAdded"))
                .isEqualTo("window: reading added");
    }

    @Test
    void allReadingsLieInTheWindow() {
        assertThat(SampleReadings.all())
                .hasSize(SampleReadings.SENSORS * SampleReadings.PER_SENSOR)
                .extracting(Reading::timestamp)
                .allSatisfy(
                        time ->
                                assertThat(time - SampleReadings.WINDOW_START)
                                        .isBetween(0L, SampleReadings.WINDOW_MILLIS - 1L));
    }
}
