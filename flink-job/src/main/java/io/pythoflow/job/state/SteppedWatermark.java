package io.pythoflow.job.state;

import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.api.common.operators.MailboxExecutor.MailOptions;
import org.apache.flink.streaming.api.operators.InternalTimeServiceManager;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets an operator's timers fire one at a time. The windows of all sensors end at once, and the
 * rows of 50,000 took up to 2 s in which no barrier passed; now the task takes one thing of its
 * input after every timer, since several thousand may stand before the barrier, and with no input
 * the timers follow each other at once.
 *
 * <p>The watermark goes on to the next operator when all that it makes due has fired, so rows stay
 * ahead of it. Within the operator it holds at once: what comes in between finds it. Timers that
 * have not fired when a checkpoint is taken are in the checkpoint, and fire with the first
 * watermark after a restore.
 *
 * <p>Flink has the like for unaligned checkpoints only, whose barriers pass by a full input
 * (interruptible timers). Task thread only.
 */
final class SteppedWatermark {
    private static final Logger LOG = LoggerFactory.getLogger(SteppedWatermark.class);

    private final InternalTimeServiceManager<?> timers;
    private final MailboxExecutor mailbox;
    private final Consumer<Watermark> output;

    private Watermark sought = Watermark.UNINITIALIZED;

    /** Whether timers up to it may still have to fire. */
    private boolean pending;

    private boolean mailed;

    /**
     * @param mailbox of the operator
     * @param output takes a watermark when all timers up to it have fired
     */
    SteppedWatermark(
            InternalTimeServiceManager<?> timers,
            MailboxExecutor mailbox,
            Consumer<Watermark> output) {
        this.timers = timers;
        this.mailbox = mailbox;
        this.output = output;
    }

    /** Watermarks rise; the last of bounded input holds until everything has fired. */
    void advanceTo(Watermark mark) throws Exception {
        sought = mark;
        pending = true;
        if (mark.equals(Watermark.MAX_WATERMARK)) {
            fireAll();
        } else if (!mailed) {
            fireNext();
        }
    }

    /** Called before what must not overtake the watermark. */
    void fireAll() throws Exception {
        if (pending) {
            timers.advanceWatermark(sought);
            passOn();
        }
    }

    private void fireNext() throws Exception {
        if (timers.tryAdvanceWatermark(sought, () -> true)) {
            passOn();
            return;
        }
        try {
            mailbox.execute(MailOptions.deferrable(), this::goOn, "Fire timers up to %s", sought);
            mailed = true;
        } catch (RejectedExecutionException e) {
            // The task was stopped, and the other timers are in the savepoint that it was stopped
            // with. To fail now would start it again.
            LOG.debug("Timers up to {} are left to whoever resumes", sought, e);
        }
    }

    private void goOn() throws Exception {
        mailed = false;
        if (pending) {
            fireNext();
        }
    }

    private void passOn() {
        pending = false;
        output.accept(sought);
    }
}
