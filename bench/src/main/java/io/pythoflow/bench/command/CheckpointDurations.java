package io.pythoflow.bench.command;

import io.pythoflow.bench.BenchException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long the checkpoints of a run took from trigger to completion, as Flink's own statistics say.
 *
 * @param count completed
 */
record CheckpointDurations(long count, double meanMillis, double p99Millis, double maxMillis) {

    private static final Pattern JOB = Pattern.compile("\"id\":\"(\\w{32})\"");
    private static final Pattern COMPLETED = Pattern.compile("\"completed\":(\\d+)");
    private static final Pattern DURATION =
            Pattern.compile("\"end_to_end_duration\":\\{([^}]*)\\}");

    /** Asks the job at this web UI, which runs one. */
    static CheckpointDurations at(String webUi) throws InterruptedException {
        String jobs = get(webUi + "/jobs");
        String statistics = get(webUi + "/jobs/" + group(JOB, jobs) + "/checkpoints");
        String duration = group(DURATION, statistics);
        return new CheckpointDurations(
                Long.parseLong(group(COMPLETED, statistics)),
                number("avg", duration),
                number("p99", duration),
                number("max", duration));
    }

    private static double number(String name, String object) {
        return Double.parseDouble(
                group(Pattern.compile("\"" + name + "\":\"?([\\d.E+-]+)"), object));
    }

    private static String group(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new BenchException("No figure: no " + pattern + " in " + text);
        }
        return matcher.group(1);
    }

    private static String get(String uri) throws InterruptedException {
        try {
            return HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(URI.create(uri)).build(), BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            throw new BenchException("Cannot ask the job at " + uri, e);
        }
    }
}
