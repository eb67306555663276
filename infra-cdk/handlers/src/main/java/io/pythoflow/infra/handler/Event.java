package io.pythoflow.infra.handler;

import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The event of one invocation: CloudFormation's request and, where the function has invoked itself,
 * what it added in the member {@value #WAIT}.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-requests.html">Custom
 *     resource request objects</a>
 */
final class Event {

    private static final String WAIT = "PythoFlowWait";
    private static final String DEADLINE = "Deadline";
    private static final String INVOCATION = "Invocation";
    private static final String PROGRESS = "Progress";

    private final Map<String, @Nullable Object> json;
    private final URI responseUrl;
    private final Map<?, ?> wait;

    /**
     * @throws IllegalArgumentException if it is no request of CloudFormation that can be answered
     */
    Event(String text) {
        json = Json.object(text);
        try {
            responseUrl = URI.create(member("ResponseURL"));
        } catch (IllegalArgumentException e) {
            // The cause quotes the address, and whoever knows it may answer.
            throw new IllegalArgumentException("The event has no ResponseURL");
        }
        wait = json.get(WAIT) instanceof Map<?, ?> map ? map : Map.of();
    }

    /** Presigned: whoever knows it may answer in the place of this function. */
    URI responseUrl() {
        return responseUrl;
    }

    /**
     * @throws IllegalArgumentException if a member is missing
     */
    ResourceRequest request() {
        return new ResourceRequest(
                kind(),
                member("StackId"),
                member("RequestId"),
                member("LogicalResourceId"),
                json.get("PhysicalResourceId") instanceof String id ? id : "",
                properties("ResourceProperties"),
                properties("OldResourceProperties"),
                progress());
    }

    /** When the function gives up; null on the first invocation. */
    @Nullable Instant deadline() {
        return wait.get(DEADLINE) instanceof String text ? Instant.parse(text) : null;
    }

    /** 1 for CloudFormation's own. */
    int invocation() {
        return wait.get(INVOCATION) instanceof Number number ? number.intValue() : 1;
    }

    /** The event with which the function invokes itself. */
    String next(Instant deadline, Progress progress) {
        Map<String, @Nullable Object> next = new LinkedHashMap<>(json);
        next.put(
                WAIT,
                Map.of(
                        DEADLINE,
                        deadline.toString(),
                        INVOCATION,
                        invocation() + 1,
                        PROGRESS,
                        progress.facts()));
        return Json.text(next);
    }

    private ResourceRequest.Kind kind() {
        String text = member("RequestType");
        for (ResourceRequest.Kind kind : ResourceRequest.Kind.values()) {
            if (kind.text().equals(text)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("The event has an unknown RequestType");
    }

    private Progress progress() {
        Progress progress = Progress.NONE;
        if (wait.get(PROGRESS) instanceof Map<?, ?> facts) {
            for (Map.Entry<?, ?> fact : facts.entrySet()) {
                progress = progress.with((String) fact.getKey(), (String) fact.getValue());
            }
        }
        return progress;
    }

    private Properties properties(String name) {
        if (json.get(name) instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> values = new LinkedHashMap<>();
            map.forEach((key, value) -> values.put((String) key, value));
            return new Properties(values);
        }
        return Properties.NONE;
    }

    private String member(String name) {
        if (json.get(name) instanceof String text && !text.isEmpty()) {
            return text;
        }
        throw new IllegalArgumentException("The event has no " + name);
    }
}
