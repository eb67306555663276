package io.pythoflow.infra.handler;

import java.time.Clock;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvocationType;

/** What {@link CustomResourceHandler} needs of the world; a test gives another. */
record Platform(Clock clock, Sleeper sleeper, Answers answers, SelfInvocation self) {

    /** Lambda's. */
    static Platform lambda() {
        LambdaClient client = Clients.build(LambdaClient.builder());
        Sleeper sleeper = duration -> Thread.sleep(duration.toMillis());
        return new Platform(
                Clock.systemUTC(),
                sleeper,
                new HttpAnswers(sleeper),
                (functionArn, event) ->
                        client.invoke(
                                invocation ->
                                        invocation
                                                .functionName(functionArn)
                                                .invocationType(InvocationType.EVENT)
                                                .payload(SdkBytes.fromUtf8String(event))));
    }
}
