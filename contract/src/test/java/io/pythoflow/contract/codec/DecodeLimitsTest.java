package io.pythoflow.contract.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DecodeLimitsTest {

    @Test
    void defaults() {
        assertThat(DecodeLimits.defaults())
                .isEqualTo(
                        new DecodeLimits(
                                1000,
                                64,
                                128,
                                16,
                                16,
                                Duration.ofHours(2),
                                Duration.ofMinutes(5),
                                null));
    }

    @Test
    void eachLimitIsChangedAlone() {
        DecodeLimits changed =
                DecodeLimits.defaults()
                        .withMaxElements(1)
                        .withMaxMetrics(2)
                        .withMaxIdLength(3)
                        .withMaxDepth(4)
                        .withMaxRejects(5)
                        .withMaxAhead(Duration.ofSeconds(6))
                        .withClockAheadTolerance(Duration.ofSeconds(7))
                        .withMaxAge(Duration.ofSeconds(8));

        assertThat(changed)
                .isEqualTo(
                        new DecodeLimits(
                                1,
                                2,
                                3,
                                4,
                                5,
                                Duration.ofSeconds(6),
                                Duration.ofSeconds(7),
                                Duration.ofSeconds(8)));
    }

    @Test
    void aLimitOfNothingIsRefused() {
        assertThatThrownBy(() -> DecodeLimits.defaults().withMaxRejects(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Limit maxRejects is 0, set 1 or more");
        assertThatThrownBy(() -> DecodeLimits.defaults().withMaxAge(Duration.ofSeconds(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Limit maxAge is PT-1S, set 0 or more");
    }

    @Test
    void travelsWithTheJobGraph() throws IOException, ClassNotFoundException {
        DecodeLimits limits = DecodeLimits.defaults().withMaxAge(Duration.ofDays(400));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(limits);
        }

        try (ObjectInputStream in =
                new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(in.readObject()).isEqualTo(limits);
        }
    }
}
