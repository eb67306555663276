package io.pythoflow.infra.config;

import io.pythoflow.infra.config.InfraConfig.Alarms;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Who is told: the variables. */
final class AlarmsSection {

    static final Variable<String> ALARM_EMAIL =
            Variable.optional(
                    "alarm_email",
                    VariableType.text(
                            "an e-mail address",
                            Pattern.compile(
                                    "[^@\\s\"<>,;]{1,64}@[^@\\s\"<>,;.]+(\\.[^@\\s\"<>,;.]+)+")),
                    "nobody is told; the topic is there to subscribe to",
                    "\"farm@example.org\"",
                    "Who gets the alarms, and what threatens a field. AWS asks the address to confirm.");

    static final Variable<Integer> MONTHLY_BUDGET_USD =
            Variable.optional(
                    "monthly_budget_usd",
                    VariableType.integer(1, 1_000_000),
                    "no budget",
                    "200",
                    "Dollars that the account may cost in a month before alarm_email is told.");

    static final Section SECTION = new Section("Alarms", List.of(ALARM_EMAIL, MONTHLY_BUDGET_USD));

    private AlarmsSection() {}

    static Alarms read(Variables variables) {
        Optional<String> email = variables.find(ALARM_EMAIL);
        Optional<Integer> budget = variables.find(MONTHLY_BUDGET_USD);
        if (budget.isPresent() && !variables.isSet(ALARM_EMAIL)) {
            variables.refuse(MONTHLY_BUDGET_USD, "must come with alarm_email, which it tells");
        }
        return new Alarms(email, LakeSection.optional(budget));
    }
}
