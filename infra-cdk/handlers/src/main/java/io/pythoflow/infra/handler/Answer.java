package io.pythoflow.infra.handler;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What CloudFormation is told.
 *
 * @param reason why it failed; empty on success
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-responses.html">Custom
 *     resource response objects</a>
 */
record Answer(Status status, String physicalId, String reason, Map<String, String> data) {

    /** The page's limit of the body. */
    static final int MAX_BYTES = 4096;

    /** Id of what a failed Create did not make; its Delete has nothing to do. */
    private static final String NOTHING = "nothing-created:";

    enum Status {
        SUCCESS,
        FAILED
    }

    static Answer success(String physicalId, Map<String, String> data) {
        return new Answer(Status.SUCCESS, physicalId, "", data);
    }

    /**
     * A failure: of a Create with an id for which nothing has to be deleted, of anything else with
     * the id that it had.
     *
     * @param remainder id of what a Create made nevertheless; null: nothing
     */
    static Answer failure(ResourceRequest request, String reason, @Nullable String remainder) {
        String id = remainder != null ? remainder : request.physicalId();
        if (id.isEmpty()) {
            id = NOTHING + request.token();
        }
        return new Answer(Status.FAILED, id, reason, Map.of());
    }

    /** Whether nothing exists that has this id. */
    static boolean isNothing(String physicalId) {
        return physicalId.isEmpty() || physicalId.startsWith(NOTHING);
    }

    /**
     * The body, at most {@value #MAX_BYTES} bytes of UTF-8: a longer reason is cut in its middle,
     * for it ends with where to look.
     *
     * @throws WorkFailure if the data is too long for it
     */
    byte[] body(ResourceRequest request) {
        byte[] body = body(request, reason);
        int kept = reason.length();
        while (body.length > MAX_BYTES && kept > 0) {
            kept = kept * 3 / 4;
            body = body(request, cut(reason, kept));
        }
        if (body.length > MAX_BYTES) {
            throw new WorkFailure(
                    "The answer has %d bytes, CloudFormation takes %d"
                            .formatted(body.length, MAX_BYTES),
                    physicalId);
        }
        return body;
    }

    private byte[] body(ResourceRequest request, String shownReason) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("Status", status.name());
        if (!shownReason.isEmpty()) {
            body.put("Reason", shownReason);
        }
        body.put("PhysicalResourceId", physicalId);
        body.put("StackId", request.stackId());
        body.put("RequestId", request.requestId());
        body.put("LogicalResourceId", request.logicalId());
        body.put("NoEcho", false);
        body.put("Data", data);
        return Json.text(body).getBytes(UTF_8);
    }

    private static String cut(String text, int kept) {
        int head = kept / 2;
        return text.substring(0, head) + " … " + text.substring(text.length() - (kept - head));
    }
}
