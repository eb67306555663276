package io.pythoflow.infra.handler;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * What CloudFormation asks of a {@link ResourceWork}.
 *
 * @param physicalId of the resource as it is; empty on Create
 * @param oldProperties as they were before an Update; none otherwise
 * @param progress what the work remembered when it was asked before
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-requests.html">Custom
 *     resource request objects</a>
 */
record ResourceRequest(
        Kind kind,
        String stackId,
        String requestId,
        String logicalId,
        String physicalId,
        Properties properties,
        Properties oldProperties,
        Progress progress) {

    enum Kind {
        CREATE("Create"),
        UPDATE("Update"),
        DELETE("Delete");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        /** As CloudFormation writes it. */
        String text() {
            return text;
        }
    }

    ResourceRequest with(Progress next) {
        return new ResourceRequest(
                kind, stackId, requestId, logicalId, physicalId, properties, oldProperties, next);
    }

    /**
     * The same for every delivery of this request and for no other: CloudFormation's stack and
     * request ids identify a request on one resource.
     */
    String token() {
        String identity = stackId + '\n' + logicalId + '\n' + requestId;
        return UUID.nameUUIDFromBytes(identity.getBytes(StandardCharsets.UTF_8)).toString();
    }

    @Override
    public String toString() {
        return kind.text() + " of " + logicalId;
    }
}
