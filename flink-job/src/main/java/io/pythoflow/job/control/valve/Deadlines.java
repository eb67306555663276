package io.pythoflow.job.control.valve;

import static io.pythoflow.job.control.valve.RunState.NEVER;

import io.pythoflow.contract.payload.Alert.Code;
import io.pythoflow.contract.payload.GatewayError.Severity;

/** What happens when nothing does: silence, and runs that last too long. */
final class Deadlines {
    private final Valve valve;
    private final Answers answers;
    private final ValveTimings timings;

    /** Not state: after a restore, answers that came meanwhile are still on their way. */
    private long quietUntil = NEVER;

    Deadlines(Valve valve, Answers answers) {
        this.valve = valve;
        this.answers = answers;
        this.timings = valve.timings();
    }

    void quietUntil(long until) {
        quietUntil = until;
    }

    long retryPauseMillis(int retry) {
        return retry < timings.retryPausesMillis().size()
                ? timings.retryPausesMillis().get(retry)
                : 0;
    }

    void tick(Moment at) {
        RunState run = valve.activeRun();
        if (run != null && at.now() >= quietUntil) {
            advance(run, at);
        }
        valve.resumeClosing(at);
        valve.repeatClosing(at);
    }

    private void advance(RunState run, Moment at) {
        switch (run.stage()) {
            case ADVISED -> {
                if (at.now() >= run.openedAt() + run.durationMillis()) {
                    valve.endAdvised(run, null, at);
                }
            }
            case ORDERED -> {
                if (at.now() >= run.expiresAt() + timings.answerWaitMillis()) {
                    neverPublished(run, at);
                }
            }
            case PUBLISHED -> {
                if (run.isOriginal()) {
                    deliver(run, at);
                } else {
                    awaitAnswer(run, at);
                    releaseUnstarted(run, at);
                }
            }
            case ACCEPTED -> {
                if (at.now() >= run.deadline() && valve.closing() == null && !run.hasEnded()) {
                    valve.endInDoubt(
                            run,
                            RunResult.TIMED_OUT,
                            "the device accepted it and did not say that it started",
                            at);
                    valve.startClosing("start_timeout", at);
                }
                releaseUnstarted(run, at);
            }
            case STARTED -> {
                if (at.now() >= run.openedAt() + lengthMillis(run)) {
                    runPast(run, at);
                }
            }
            case CLOSED -> {
                if (at.now() >= run.deadline()) {
                    answers.closedUnanswered(run, at);
                }
            }
        }
    }

    private long lengthMillis(RunState run) {
        return run.durationMillis() + timings.graceMillis(run.durationMillis());
    }

    /** No checkpoint with the OPEN has completed while it was valid. */
    void neverPublished(RunState run, Moment at) {
        boolean stopped = run.stoppedFor() != null;
        valve.endUnwatered(
                run,
                stopped ? RunResult.ABORTED : RunResult.EXPIRED,
                stopped ? run.stoppedFor() : "no checkpoint completed before it expired",
                at);
        valve.releaseUnopened(run);
    }

    private void deliver(RunState run, Moment at) {
        if (run.takeForPublication()) {
            if (at.now() >= run.expiresAt()) {
                neverPublished(run, at);
                return;
            }
            at.out().publish(run.command());
        }
        if (!run.hasEnded() && at.now() >= run.publishedFrom() + lengthMillis(run)) {
            valve.endDelivered(run, at);
        }
        if (at.now() >= run.latestEnd(timings)) {
            valve.releaseElapsed(run, at);
        }
    }

    private void awaitAnswer(RunState run, Moment at) {
        if (at.now() < run.deadline()
                || run.hasEnded()
                || run.isRefused()
                || valve.closing() != null) {
            return;
        }
        if (run.retries() < timings.retryPausesMillis().size() && at.now() < run.expiresAt()) {
            at.out().publish(run.command());
            int next = run.retries() + 1;
            run.retry(
                    at.now(),
                    at.now()
                            + (next < timings.retryPausesMillis().size()
                                    ? retryPauseMillis(next)
                                    : timings.ackTimeoutMillis()));
        } else if (at.now() >= run.publishedLast() + timings.ackTimeoutMillis()) {
            valve.endInDoubt(run, RunResult.UNKNOWN, "the device answered no publication", at);
            valve.startClosing("no_answer", at);
        }
    }

    /** A run that is not known to have started is over when it can no longer be open. */
    private void releaseUnstarted(RunState run, Moment at) {
        if (run.mayStillOpen(at.now(), timings)) {
            return;
        }
        if (run.isRefused()) {
            valve.releaseUnopened(run);
            return;
        }
        RepeatedStop closing = valve.closing();
        if (closing != null && closing.isAnswered()) {
            valve.endClosed(run, RunResult.ABORTED, null, null, null, at);
        } else if (at.now() >= run.latestEnd(timings)) {
            valve.endInDoubt(run, RunResult.UNKNOWN, "the device never said that it closed", at);
            valve.releaseElapsed(run, at);
        }
    }

    private void runPast(RunState run, Moment at) {
        if (run.hasEnded() && valve.closing() != null) {
            return;
        }
        valve.troubles()
                .raise(
                        Code.RUN_PAST_MAXIMUM,
                        Severity.CRITICAL,
                        "Zone %s is open for %.0f s of ordered %d s, and its device did not say that it closed"
                                .formatted(
                                        at.zone().id(),
                                        (at.now() - run.openedAt()) / 1_000.0,
                                        run.run().durationSeconds()),
                        at.out());
        valve.endTimedOut(run, at);
        valve.startClosing("run_past_maximum", at);
    }
}
