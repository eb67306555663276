package io.pythoflow.job.control;

import io.pythoflow.contract.rules.RulesDocument;
import io.pythoflow.job.control.ControlSettings.Advice;
import java.util.List;

/** Which soil is under the controller of a replay. */
public enum ReplaySoil {
    /** What the sensors measured under the watering that was really given. */
    RECORDED(Advice.IGNORED) {
        @Override
        Ground under(Controller controller, RulesDocument rules, ReplaySpan span) {
            return new RecordedGround(controller, rules, span);
        }
    },

    /** A soil of its own for each zone, which is given what the rules advise. */
    MODELLED(Advice.TAKEN) {
        @Override
        Ground under(Controller controller, RulesDocument rules, ReplaySpan span) {
            return new ModelledGround(rules, span);
        }

        @Override
        public List<String> problems(RulesDocument rules) {
            return ModelledGround.problems(rules);
        }
    };

    private final Advice advice;

    ReplaySoil(Advice advice) {
        this.advice = advice;
    }

    /** Why it cannot be under the zones of rules; empty where it can. */
    public List<String> problems(RulesDocument rules) {
        return List.of();
    }

    /** What becomes of the runs that the controller advises. */
    public Advice advice() {
        return advice;
    }

    abstract Ground under(Controller controller, RulesDocument rules, ReplaySpan span);
}
