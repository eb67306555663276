package io.pythoflow.bench.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.pythoflow.bench.process.Counted.Sample;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class CountedTest {

    @Test
    void figuresAndTextsAreReadAndOtherLinesLeftAlone() {
        Counted figure = Counted.figure("sent");
        Counted text = Counted.inText(Pattern.compile("^messages ([\\d,]+) "));

        for (String line : new String[] {"@figures sent=1234 other=5", "messages 1,234 · late 9"}) {
            figure.accept(line);
            text.accept(line);
        }

        assertThat(figure.samples()).extracting(Sample::count).containsExactly(1_234L);
        assertThat(text.samples()).extracting(Sample::count).containsExactly(1_234L);
    }

    @Test
    void betweenSamplesItGrowsEvenly() {
        Counted counted = Counted.figure("sent");
        counted.add(new Sample(1_000, 10));
        counted.add(new Sample(2_000, 30));

        assertThat(counted.at(0)).isEqualTo(10);
        assertThat(counted.at(1_000)).isEqualTo(10);
        assertThat(counted.at(1_250)).isEqualTo(15);
        assertThat(counted.at(9_000)).isEqualTo(30);
    }

    @Test
    void waitingEndsWhenItIsReachedOrCannotBe() throws InterruptedException {
        Counted counted = Counted.figure("sent");
        counted.add(new Sample(1_000, 10));

        assertThat(counted.await(10, Duration.ofMinutes(1), () -> false)).isTrue();
        assertThat(counted.await(11, Duration.ofMinutes(1), () -> true)).isFalse();
    }
}
