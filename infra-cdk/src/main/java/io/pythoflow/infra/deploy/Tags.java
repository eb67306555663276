package io.pythoflow.infra.deploy;

import io.pythoflow.infra.deploy.StackCatalog.Stack;

/** How stacks of the project are told from others. */
final class Tags {

    private static final String PROJECT = "Project";
    private static final String PYTHOFLOW = "pythoflow";
    private static final String ENVIRONMENT = "Environment";

    private Tags() {}

    static boolean isOurs(Stack stack) {
        return PYTHOFLOW.equals(stack.tags().get(PROJECT));
    }

    static String environment(Stack stack) {
        return stack.tags().getOrDefault(ENVIRONMENT, "");
    }
}
