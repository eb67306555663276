package io.pythoflow.job.control;

import io.pythoflow.job.control.decision.Gates;
import io.pythoflow.job.control.decision.Gates.Verdict;
import io.pythoflow.job.control.decision.Situation;
import io.pythoflow.job.control.rules.ActiveRules;
import io.pythoflow.job.control.sense.SensorReport;
import io.pythoflow.job.control.valve.ValveTimings;

/** Where a {@link Fault} is put into the control loop; as it is, nothing is. */
class Tampering {

    Verdict judge(Situation situation) {
        return Gates.pass(situation);
    }

    ControlOutput output(ControlOutput next) {
        return next;
    }

    SensorReport reading(SensorReport report) {
        return report;
    }

    ActiveRules rules(ActiveRules rules) {
        return rules;
    }

    ValveTimings timings() {
        return ValveTimings.DEFAULTS;
    }

    boolean readsState() {
        return true;
    }

    boolean tellsOfRestore() {
        return true;
    }
}
