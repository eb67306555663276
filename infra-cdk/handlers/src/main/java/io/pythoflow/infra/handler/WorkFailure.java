package io.pythoflow.infra.handler;

import org.jspecify.annotations.Nullable;

/**
 * What CloudFormation shows to the engineer: its message says what failed, of what, and what to do.
 * It holds no credentials, and no cause that might.
 */
final class WorkFailure extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final @Nullable String physicalId;

    WorkFailure(String reason) {
        this(reason, null);
    }

    /**
     * @param physicalId what exists nevertheless and a later Delete has to remove; null: nothing
     */
    WorkFailure(String reason, @Nullable String physicalId) {
        super(reason);
        this.physicalId = physicalId;
    }

    @Nullable String physicalId() {
        return physicalId;
    }
}
