package io.pythoflow.infra.handler;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/**
 * PUTs answers to CloudFormation's presigned address, again after a failure that may pass. No
 * content type is sent: the address is signed without one.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cfn-lambda-function-code-cfnresponsemodule.html">cfn-response
 *     module</a>
 */
final class HttpAnswers implements Answers {

    static final int ATTEMPTS = 6;

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

    private final HttpClient client =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(5))
                    .build();
    private final Sleeper sleeper;

    HttpAnswers(Sleeper sleeper) {
        this.sleeper = sleeper;
    }

    @Override
    public void send(URI responseUrl, byte[] body) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(responseUrl)
                        .timeout(Duration.ofSeconds(10))
                        .PUT(BodyPublishers.ofByteArray(body))
                        .build();
        Duration pause = FIRST_PAUSE;
        for (int attempt = 1; ; attempt++) {
            String problem;
            try {
                int status = client.send(request, BodyHandlers.discarding()).statusCode();
                if (status >= 200 && status < 300) {
                    return;
                }
                problem = "status " + status;
                if (status < 500 && status != 408 && status != 429) {
                    throw new NotTakenException(problem);
                }
            } catch (NotTakenException e) {
                throw e;
            } catch (IOException e) {
                // Its message may quote the address.
                problem = e.getClass().getSimpleName();
            }
            if (attempt == ATTEMPTS) {
                throw new NotTakenException(problem + " after " + ATTEMPTS + " attempts");
            }
            sleeper.sleep(pause);
            pause = pause.multipliedBy(2);
        }
    }

    private static final class NotTakenException extends IOException {

        private static final long serialVersionUID = 1;

        NotTakenException(String problem) {
            super("CloudFormation did not take the answer: " + problem);
        }
    }
}
