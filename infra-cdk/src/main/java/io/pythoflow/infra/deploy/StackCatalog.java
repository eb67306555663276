package io.pythoflow.infra.deploy;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** CloudFormation's stacks of an account and region. */
interface StackCatalog {

    /**
     * A stack that is not deleted.
     *
     * @param status such as {@code UPDATE_COMPLETE}
     */
    record Stack(
            String name, String status, Map<String, String> tags, Map<String, String> outputs) {

        /** Whether CloudFormation is at work on it. */
        boolean isInProgress() {
            return status.endsWith("_IN_PROGRESS") && !status.equals("REVIEW_IN_PROGRESS");
        }
    }

    /**
     * What a stack holds.
     *
     * @param physicalId empty where it was never made
     * @param policy what becomes of it with the stack: {@code Delete} or {@code Retain}
     */
    record Resource(String logicalId, String type, String physicalId, String policy) {

        boolean stays() {
            return policy.startsWith("Retain");
        }
    }

    List<Stack> stacks();

    Optional<Stack> stack(String name);

    /** The resources of a stack that exist. */
    List<Resource> resources(String stackName);

    /** Lets a stack be deleted that is protected from it. */
    void unprotect(String stackName);
}
