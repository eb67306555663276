package io.pythoflow.sim.rules;

import io.pythoflow.contract.payload.SystemUpdate;
import org.jspecify.annotations.Nullable;

/** What an operator wants of the document, whatever it is by the time it is published. */
interface Change {

    /**
     * The change made to a document.
     *
     * @param base the newest document; null where there is none
     * @return null where the document is as wanted already
     * @throws io.pythoflow.sim.SimException if it cannot be made
     */
    @Nullable Order on(@Nullable SystemUpdate base);

    /**
     * What is to be published.
     *
     * @param type of the part
     * @param part what changes; null where the whole goes out alone
     * @param whole what the document is then
     * @param reason null for none
     */
    record Order(
            SystemUpdate.Type type, @Nullable String part, String whole, @Nullable String reason) {}
}
