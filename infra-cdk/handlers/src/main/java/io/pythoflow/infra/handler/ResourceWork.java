package io.pythoflow.infra.handler;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one type of custom resource does. Each method is asked again until it is {@link Done}, by
 * this or by another invocation of the function, and must do no harm when Lambda delivers the same
 * request twice: an asynchronous invocation is delivered at least once.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html">How
 *     Lambda handles errors and retries with asynchronous invocation</a>
 */
interface ResourceWork {

    /**
     * Makes the resource.
     *
     * @throws WorkFailure with the reason that CloudFormation shows
     */
    Step create(ResourceRequest request);

    /**
     * Changes the resource; an id that differs from the request's makes CloudFormation delete the
     * one before when the whole update has succeeded.
     *
     * @throws WorkFailure with the reason that CloudFormation shows
     */
    Step update(ResourceRequest request);

    /**
     * Removes what a Create or Update with this id made; that it is gone already is success. Never
     * called for a Create that failed and left nothing.
     *
     * @throws WorkFailure with the reason that CloudFormation shows
     */
    Step delete(ResourceRequest request);

    /**
     * The id of a Create that fails before it is {@link Done}, if its Delete has something to do
     * whatever became of it; null: a failure leaves nothing, or its {@link WorkFailure} says what.
     */
    default @Nullable String idOfFailedCreate(ResourceRequest request) {
        return null;
    }

    /** How far it is. */
    sealed interface Step permits Done, Later {}

    /**
     * Finished.
     *
     * @param physicalId identifies the resource from now on, at most 1,024 bytes
     * @param data the attributes of the resource, in clear: anyone who may describe the stack's
     *     events sees them
     */
    record Done(String physicalId, Map<String, String> data) implements Step {

        Done(String physicalId) {
            this(physicalId, Map.of());
        }
    }

    /**
     * Not finished.
     *
     * @param pause before it is asked again
     * @param waitingFor what for, as it reads after "waits until"
     * @param progress what the next call is told
     */
    record Later(Duration pause, String waitingFor, Progress progress) implements Step {}
}
