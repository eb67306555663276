package io.pythoflow.job.control;

import io.pythoflow.job.control.Chronicle.Order;
import io.pythoflow.job.control.decision.Decision;
import java.util.HashMap;
import java.util.Map;

/** Holds the record of a whole history against what happened. */
final class RecordPromises {

    private RecordPromises() {}

    static void check(Chronicle chronicle, long now) {
        long recorded = 0;
        Map<String, Integer> opens = new HashMap<>();
        Map<String, Integer> ordered = new HashMap<>();
        Map<String, Integer> outcomes = new HashMap<>();
        for (Decision row : chronicle.rows) {
            recorded += row.evaluations();
            if (row.kind().equals(Decision.OUTCOME)) {
                outcomes.merge(row.decisionId(), 1, Integer::sum);
            } else if (row.action().equals("OPEN")) {
                opens.merge(row.order().commandId(), 1, Integer::sum);
                ordered.merge(row.decisionId(), 1, Integer::sum);
            }
        }
        if (recorded != chronicle.evaluations) {
            chronicle.breach(
                    Promise.AUDIT,
                    now,
                    recorded + " recorded of " + chronicle.evaluations + " evaluations");
        }
        for (Order order : chronicle.orders) {
            int rows = opens.getOrDefault(order.command.commandId(), 0);
            if (rows != 1) {
                chronicle.breach(Promise.OPEN_ROW, now, rows + " rows of " + order.command);
            }
        }
        ordered.forEach(
                (decision, times) -> {
                    int rows = outcomes.getOrDefault(decision, 0);
                    if (times != 1 || rows != 1) {
                        chronicle.breach(
                                Promise.OUTCOME_ROW, now, rows + " outcomes of " + decision);
                    }
                });
        outcomes.forEach(
                (decision, times) -> {
                    if (!ordered.containsKey(decision)) {
                        chronicle.breach(
                                Promise.OUTCOME_ROW, now, "outcome without order " + decision);
                    }
                });
    }
}
