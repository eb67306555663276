package io.pythoflow.job.ingest;

import io.pythoflow.job.ingest.Copies.Known;
import java.util.HashMap;
import java.util.Map;

/**
 * Lets every reading of a group ({@link ReadingGroups#holdCopiesOf}) count once, by the rules of
 * {@link Copies}. One group after the other; holds what it must know of each reading. One thread.
 */
public final class GroupCopies {

    private final Map<CopyIdentity, Known> known = new HashMap<>();

    /** Takes the next reading in order of receipt. */
    public void add(FoundReading found, Copies.Verdicts verdicts) {
        CopyIdentity identity = CopyIdentity.of(found.reading());
        // Whatever has a time of its own is recognised however late it comes again.
        known.put(identity, Copies.add(known.get(identity), found, Long.MAX_VALUE, verdicts));
    }

    /** Decides on what waits, and forgets the group. */
    public void end(Copies.Verdicts verdicts) {
        known.values().forEach(last -> Copies.end(last, verdicts::counts));
        known.clear();
    }
}
