package io.pythoflow.bench.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LatenciesTest {

    @Test
    void aPercentileIsTheLeastThatSoManyDoNotExceed() {
        Latencies latencies =
                new Latencies(IntStream.rangeClosed(1, 200).mapToDouble(i -> 201 - i).toArray());

        assertThat(latencies.percentile(50)).isEqualTo(100);
        assertThat(latencies.percentile(99)).isEqualTo(198);
        assertThat(latencies.percentile(100)).isEqualTo(200);
        assertThat(latencies.max()).isEqualTo(200);
    }

    @Test
    void ofOneAllPercentilesAreThatOne() {
        Latencies latencies = new Latencies(new double[] {7});

        assertThat(latencies.percentile(1)).isEqualTo(7);
        assertThat(latencies.percentile(99)).isEqualTo(7);
    }
}
