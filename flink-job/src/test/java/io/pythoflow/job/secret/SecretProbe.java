package io.pythoflow.job.secret;

/** Fetches a secret, in a process of its own with the application jar. */
public final class SecretProbe {

    private SecretProbe() {}

    public static void main(String[] arguments) {
        System.out.printf("Fetched %s%n", new SecretCredentials(arguments[0], "thing").load());
    }
}
