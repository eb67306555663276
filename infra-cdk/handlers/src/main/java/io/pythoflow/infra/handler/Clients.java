package io.pythoflow.infra.handler;

import java.time.Duration;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;

/**
 * Builds clients of the SDK as Lambda needs them: region and credentials from its environment, no
 * call longer than a look may take.
 *
 * <p>The SDK's client on the JDK's URL connections would be smaller, but these have no PATCH, which
 * UpdateThing is.
 */
final class Clients {

    private static final Duration ATTEMPT = Duration.ofSeconds(15);

    /** One call with all its retries; a look makes a few calls and the margin allows for them. */
    private static final Duration CALL = Duration.ofSeconds(40);

    private Clients() {}

    static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C build(B builder) {
        return builder.httpClientBuilder(Apache5HttpClient.builder())
                .overrideConfiguration(
                        options -> options.apiCallAttemptTimeout(ATTEMPT).apiCallTimeout(CALL))
                .build();
    }
}
