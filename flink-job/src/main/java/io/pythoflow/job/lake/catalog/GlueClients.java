package io.pythoflow.job.lake.catalog;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.GlueClientBuilder;

/** Clients of Glue, by how long they try. */
final class GlueClients {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);
    private static final int ATTEMPTS = 5;

    private GlueClients() {}

    /** For a caller that comes back by itself: one attempt for each request. */
    static GlueClient impatient(@Nullable URI endpoint, Duration timeout) {
        return client(endpoint, timeout, AwsRetryStrategy.doNotRetry());
    }

    /** For a caller that cannot go on without an answer. */
    static GlueClient patient(@Nullable URI endpoint, Duration attemptTimeout) {
        return client(
                endpoint,
                attemptTimeout,
                AwsRetryStrategy.standardRetryStrategy().toBuilder().maxAttempts(ATTEMPTS).build());
    }

    private static GlueClient client(
            @Nullable URI endpoint, Duration attemptTimeout, RetryStrategy retries) {
        GlueClientBuilder builder =
                GlueClient.builder()
                        .httpClientBuilder(
                                UrlConnectionHttpClient.builder()
                                        .connectionTimeout(CONNECT_TIMEOUT)
                                        .socketTimeout(attemptTimeout))
                        .overrideConfiguration(
                                limits ->
                                        limits.apiCallAttemptTimeout(attemptTimeout)
                                                .retryStrategy(retries));
        if (endpoint != null) {
            builder.endpointOverride(endpoint);
        }
        return builder.build();
    }
}
