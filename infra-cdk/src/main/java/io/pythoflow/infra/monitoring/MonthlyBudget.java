package io.pythoflow.infra.monitoring;

import io.pythoflow.infra.Names;
import io.pythoflow.infra.config.InfraConfig;
import java.util.List;
import software.amazon.awscdk.services.budgets.CfnBudget;
import software.amazon.awscdk.services.budgets.CfnBudget.BudgetDataProperty;
import software.amazon.awscdk.services.budgets.CfnBudget.NotificationProperty;
import software.amazon.awscdk.services.budgets.CfnBudget.NotificationWithSubscribersProperty;
import software.amazon.awscdk.services.budgets.CfnBudget.SpendProperty;
import software.amazon.awscdk.services.budgets.CfnBudget.SubscriberProperty;
import software.constructs.Construct;

/**
 * Mails when a month is going to cost four fifths of the budget, and when it has cost all of it. It
 * counts the whole account: one environment has one to itself.
 */
final class MonthlyBudget extends Construct {

    MonthlyBudget(Construct scope, String id, InfraConfig config, int limitUsd, String email) {
        super(scope, id);
        CfnBudget.Builder.create(this, "Budget")
                .budget(
                        BudgetDataProperty.builder()
                                .budgetName(Names.stack(config, "monthly"))
                                .budgetType("COST")
                                .timeUnit("MONTHLY")
                                .budgetLimit(
                                        SpendProperty.builder()
                                                .amount(limitUsd)
                                                .unit("USD")
                                                .build())
                                .build())
                .notificationsWithSubscribers(
                        List.of(mail("FORECASTED", 80, email), mail("ACTUAL", 100, email)))
                .build();
    }

    private static NotificationWithSubscribersProperty mail(
            String type, int percent, String email) {
        return NotificationWithSubscribersProperty.builder()
                .notification(
                        NotificationProperty.builder()
                                .notificationType(type)
                                .comparisonOperator("GREATER_THAN")
                                .threshold(percent)
                                .thresholdType("PERCENTAGE")
                                .build())
                .subscribers(
                        List.of(
                                SubscriberProperty.builder()
                                        .subscriptionType("EMAIL")
                                        .address(email)
                                        .build()))
                .build();
    }
}
