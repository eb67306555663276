package io.pythoflow.bench.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class FiguresTest {

    @Test
    void comeThroughALineOfOutputAsTheyWere() {
        Figures figures = Figures.of("received", 10_000_000_000L).with("copies", 0);

        assertThat(Figures.parse(figures.line())).contains(figures);
    }

    @Test
    void otherLinesHoldNone() {
        assertThat(Figures.parse("12:00:00 INFO received=1")).isEmpty();
        assertThat(Figures.parse("")).isEmpty();
    }

    @Test
    void aNameThatIsMissingIsSaid() {
        assertThatThrownBy(() -> Figures.of("received", 1).value("copies"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("No figure copies among [received]");
    }
}
