package io.pythoflow.job.lake.backfill;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinesTest {

    @Test
    void linesComeWithoutTheirEndsAndEmptyOnesNotAtAll() throws IOException {
        assertThat(lines("a\n\nbc\n")).containsExactly("a", "bc");
        assertThat(lines("a\nlast")).containsExactly("a", "last");
        assertThat(lines("")).isEmpty();
        assertThat(lines("\n\n")).isEmpty();
    }

    @Test
    void aLineMayBeLongerThanABuffer() throws IOException {
        String longest = "x".repeat(200_000);

        assertThat(lines(longest + "\n" + longest + "y\nz"))
                .containsExactly(longest, longest + "y", "z");
    }

    private static List<String> lines(String text) throws IOException {
        Lines lines = new Lines(new ByteArrayInputStream(text.getBytes(UTF_8)));
        List<String> all = new ArrayList<>();
        for (byte[] line = lines.next(); line != null; line = lines.next()) {
            all.add(new String(line, UTF_8));
        }
        return all;
    }
}
