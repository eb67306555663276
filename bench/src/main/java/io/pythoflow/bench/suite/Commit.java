package io.pythoflow.bench.suite;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pythoflow.bench.BenchException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Which source was measured. */
final class Commit {
    private static final String UNKNOWN = "unknown";

    private Commit() {}

    /** The commit of the folder that is worked in, with a word if files differ from it. */
    static String here() throws InterruptedException {
        String commit = git("rev-parse", "HEAD");
        if (commit.equals(UNKNOWN)) {
            return UNKNOWN;
        }
        return git("status", "--porcelain", "--untracked-files=no").isEmpty()
                ? commit
                : commit + ", with changes";
    }

    private static String git(String... arguments) throws InterruptedException {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            String output = new String(process.getInputStream().readAllBytes(), UTF_8);
            // A folder that was unpacked and not cloned is no repository.
            return process.waitFor() == 0 ? output.strip() : UNKNOWN;
        } catch (IOException e) {
            throw new BenchException("Cannot run git, which says what is measured", e);
        }
    }
}
