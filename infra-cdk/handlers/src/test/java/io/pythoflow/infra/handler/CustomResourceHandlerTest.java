package io.pythoflow.infra.handler;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.iot.model.IotException;
import software.amazon.awssdk.services.lambda.model.LambdaException;

class CustomResourceHandlerTest {

    private static final Map<String, String> PROPERTIES = Map.of("Name", "a");

    private final ManualLambda lambda = new ManualLambda();

    @Test
    void answersACreateThatIsDoneAtOnce() throws IOException {
        ScriptedWork work = new ScriptedWork(done("id-1", Map.of("Address", "host")));

        lambda.run(handler(work), Requests.create(PROPERTIES).text());

        assertThat(lambda.addresses).containsExactly(URI.create(Requests.ANSWER_TO));
        assertThat(lambda.answer())
                .isEqualTo(
                        Map.of(
                                "Status",
                                "SUCCESS",
                                "PhysicalResourceId",
                                "id-1",
                                "StackId",
                                Requests.STACK,
                                "RequestId",
                                "request-1",
                                "LogicalResourceId",
                                "TheResource",
                                "NoEcho",
                                false,
                                "Data",
                                Map.of("Address", "host")));
        assertThat(work.asked.get(0).properties().text("Name")).isEqualTo("a");
        assertThat(lambda.slept).isEmpty();
    }

    @Test
    void asksAgainAfterThePauseAndHandsOnTheProgress() throws IOException {
        ScriptedWork work =
                new ScriptedWork(
                        later(15, Progress.NONE.counted("looks")),
                        later(20, Progress.NONE.with("a", "b")),
                        done("id-1", Map.of()));

        lambda.run(handler(work), Requests.create(PROPERTIES).text());

        assertThat(lambda.slept).containsExactly(Duration.ofSeconds(15), Duration.ofSeconds(20));
        assertThat(work.asked)
                .extracting(ResourceRequest::progress)
                .containsExactly(
                        Progress.NONE,
                        new Progress(Map.of("looks", "1")),
                        new Progress(Map.of("a", "b")));
        assertThat(lambda.answer()).containsEntry("Status", "SUCCESS");
    }

    @Test
    void invokesItselfBeforeLambdaStopsItAndGoesOnThere() throws IOException {
        ScriptedWork work = new ScriptedWork(later(60, Progress.NONE.with("started", "op-1")));
        CustomResourceHandler handler = handler(work);

        lambda.run(handler, Requests.create(PROPERTIES).text());

        assertThat(lambda.bodies).isEmpty();
        assertThat(lambda.invoked).singleElement().asString().startsWith(ManualLambda.FUNCTION);
        assertThat(Duration.ofMillis(lambda.getRemainingTimeInMillis()))
                .isBetween(CustomResourceHandler.MARGIN, Duration.ofMinutes(3));
        Event next = new Event(lambda.newestInvocation());
        assertThat(next.deadline()).isEqualTo(ManualLambda.START.plus(Duration.ofMinutes(55)));
        assertThat(next.invocation()).isEqualTo(2);
        assertThat(next.responseUrl()).isEqualTo(URI.create(Requests.ANSWER_TO));
        assertThat(next.request())
                .isEqualTo(
                        Requests.create(PROPERTIES)
                                .request()
                                .with(new Progress(Map.of("started", "op-1"))));

        work.then(done("id-1", Map.of()));
        lambda.run(handler, lambda.newestInvocation());

        assertThat(lambda.answer()).containsEntry("Status", "SUCCESS");
    }

    @Test
    void givesUpBeforeCloudFormationDoes() throws IOException {
        ScriptedWork work = new ScriptedWork(later(60, Progress.NONE));

        lambda.runToTheEnd(handler(work), Requests.create(PROPERTIES).text());

        assertThat(lambda.passed()).isEqualTo(Duration.ofMinutes(55));
        assertThat(lambda.invoked).hasSize(4);
        assertThat(lambda.answer())
                .containsEntry("Status", "FAILED")
                .hasEntrySatisfying(
                        "Reason",
                        reason ->
                                assertThat(reason)
                                        .asString()
                                        .startsWith(
                                                "Gave up after 55 minutes of waiting until it is there")
                                        .endsWith(
                                                "(log stream 2026/06/01/[$LATEST]abc of /pythoflow/handler)"));
    }

    @Test
    void givesUpBeforeLambdaBreaksTheChainOfATimeoutThatIsTooShort() throws IOException {
        lambda.timeout = Duration.ofSeconds(150);
        ScriptedWork work = new ScriptedWork(later(60, Progress.NONE));

        lambda.runToTheEnd(handler(work), Requests.create(PROPERTIES).text());

        assertThat(lambda.invoked).hasSize(CustomResourceHandler.MAX_INVOCATIONS - 1);
        assertThat(lambda.answer()).containsEntry("Status", "FAILED");
        assertThat(reason()).contains("timeout is too short to wait");
    }

    @Test
    void answersAFailureWhenItMayNotInvokeItself() throws IOException {
        lambda.timeout = Duration.ofMinutes(1);
        lambda.invocationFailure =
                LambdaException.builder()
                        .awsErrorDetails(
                                AwsErrorDetails.builder()
                                        .errorCode("AccessDeniedException")
                                        .errorMessage("not authorized: lambda:InvokeFunction")
                                        .build())
                        .build();

        lambda.run(
                handler(new ScriptedWork(later(60, Progress.NONE))),
                Requests.create(PROPERTIES).text());

        assertThat(lambda.answer()).containsEntry("Status", "FAILED");
        assertThat(reason()).contains("not authorized: lambda:InvokeFunction");
    }

    @Test
    void aFailedCreateHasAnIdWhoseDeleteDoesNothing() throws IOException {
        ScriptedWork work = new ScriptedWork(fails(() -> new WorkFailure("No such thing: a")));

        lambda.run(handler(work), Requests.create(PROPERTIES).text());

        assertThat(lambda.answer())
                .containsEntry("Status", "FAILED")
                .containsEntry("Data", Map.of());
        assertThat(reason()).startsWith("No such thing: a");
        String id = (String) lambda.answer().get("PhysicalResourceId");
        assertThat(id).startsWith("nothing-created:");

        ManualLambda later = new ManualLambda();
        ScriptedWork untouched = new ScriptedWork();
        later.run(
                new TestHandler(untouched, later.platform()),
                Requests.delete(id, PROPERTIES).text());

        assertThat(untouched.asked).isEmpty();
        assertThat(later.answer())
                .containsEntry("Status", "SUCCESS")
                .containsEntry("PhysicalResourceId", id);
    }

    @Test
    void aFailedCreateThatLeftSomethingNamesItForItsDelete() throws IOException {
        ScriptedWork work = new ScriptedWork(fails(() -> new WorkFailure("Half done", "left-1")));

        lambda.run(handler(work), Requests.create(PROPERTIES).text());

        assertThat(lambda.answer()).containsEntry("PhysicalResourceId", "left-1");
    }

    @Test
    void aFailedCreateOfAWorkThatAlwaysHasSomethingToDeleteHasItsId() throws IOException {
        ScriptedWork work = new ScriptedWork(fails(() -> new WorkFailure("It does not run")));
        work.idOfFailedCreate = "flink:a";

        lambda.run(handler(work), Requests.create(PROPERTIES).text());

        assertThat(lambda.answer()).containsEntry("PhysicalResourceId", "flink:a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Update", "Delete"})
    void aFailedChangeKeepsTheId(String type) throws IOException {
        ScriptedWork work = new ScriptedWork(fails(() -> new WorkFailure("Not now", "new-1")));
        work.idOfFailedCreate = "flink:a";

        lambda.run(
                handler(work),
                Requests.delete("id-1", PROPERTIES).with("RequestType", type).text());

        assertThat(lambda.answer())
                .containsEntry("Status", "FAILED")
                .containsEntry("PhysicalResourceId", "id-1");
    }

    @Test
    void anErrorIsAnsweredWithoutWhatItSays() throws IOException {
        ScriptedWork work =
                new ScriptedWork(
                        fails(() -> new IllegalStateException("private", new Exception("secret"))));

        lambda.run(handler(work), Requests.create(PROPERTIES).text());

        assertThat(lambda.answer()).containsEntry("Status", "FAILED");
        assertThat(reason())
                .startsWith("java.lang.IllegalStateException at ")
                .contains("CustomResourceHandlerTest");
        assertThat(lambda.everythingSeen())
                .contains("Caused by java.lang.Exception")
                .doesNotContain("private", "secret");
    }

    @Test
    void evenAnErrorOfTheMachineIsAnswered() throws IOException {
        ResourceWork work =
                new ScriptedWork() {
                    @Override
                    public Step create(ResourceRequest request) {
                        throw new NoClassDefFoundError("some/Class");
                    }
                };

        lambda.run(handler(work), Requests.create(PROPERTIES).text());

        assertThat(reason()).startsWith("java.lang.NoClassDefFoundError at ");
    }

    @Test
    void whatAwsSaysIsRepeatedButForPem() throws IOException {
        ScriptedWork work =
                new ScriptedWork(
                        fails(
                                () ->
                                        IotException.builder()
                                                .message("Denied -----BEGIN CERTIFICATE-----\nMIIB")
                                                .build()));

        lambda.run(handler(work), Requests.create(PROPERTIES).text());

        assertThat(reason()).startsWith("Denied (PEM)");
        assertThat(lambda.everythingSeen()).doesNotContain("BEGIN", "MIIB");
    }

    @Test
    void anErrorOfAwsThatSaysNothingIsNamed() throws IOException {
        lambda.run(
                handler(new ScriptedWork(fails(() -> IotException.builder().build()))),
                Requests.create(PROPERTIES).text());
        assertThat(reason())
                .startsWith("software.amazon.awssdk.services.iot.model.IotException at ");
    }

    @Test
    void aLongReasonIsCutAndStillSaysWhereToLook() throws IOException {
        ScriptedWork work = new ScriptedWork(fails(() -> new WorkFailure("ä\"".repeat(5000))));

        lambda.run(handler(work), Requests.create(PROPERTIES).text());

        assertThat(lambda.bodies.get(0).getBytes(UTF_8).length)
                .isBetween(Answer.MAX_BYTES / 2, Answer.MAX_BYTES);
        assertThat(reason()).startsWith("ä\"ä").contains(" … ").endsWith("of /pythoflow/handler)");
    }

    @Test
    void dataThatCloudFormationWouldNotTakeIsAFailureOfWhatWasMade() throws IOException {
        ScriptedWork work = new ScriptedWork(done("id-1", Map.of("Long", "x".repeat(5000))));

        lambda.run(handler(work), Requests.create(PROPERTIES).text());

        assertThat(lambda.answer())
                .containsEntry("Status", "FAILED")
                .containsEntry("PhysicalResourceId", "id-1");
        assertThat(reason()).contains("bytes, CloudFormation takes 4096");
    }

    @Test
    void logsNeitherTheEventNorTheAddressOfTheAnswer() throws IOException {
        ScriptedWork work = new ScriptedWork(later(15, Progress.NONE), done("id-1", Map.of()));

        lambda.run(handler(work), Requests.create(Map.of("Name", "property-value")).text());

        assertThat(lambda.logged)
                .isNotEmpty()
                .allSatisfy(
                        line ->
                                assertThat(line)
                                        .doesNotContain(
                                                "property-value", "5ec7e7", "ResourceProperties"));
    }

    @Test
    void throwsWhenTheAnswerIsNotTakenSoThatLambdaTriesAgain() {
        lambda.answerFailure = new IOException("CloudFormation did not take the answer");

        assertThatThrownBy(
                        () ->
                                lambda.run(
                                        handler(new ScriptedWork(done("id-1", Map.of()))),
                                        Requests.create(PROPERTIES).text()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("did not take the answer");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ResponseURL", "StackId", "RequestId", "LogicalResourceId", "RequestType"})
    void throwsWhatItCannotAnswer(String missing) {
        assertThatThrownBy(
                        () ->
                                lambda.run(
                                        handler(new ScriptedWork()),
                                        Requests.create(PROPERTIES).without(missing).text()))
                .isInstanceOf(IOException.class)
                .hasMessage("Cannot answer: The event has no " + missing);
    }

    @Test
    void anEventThatIsNoneIsNotQuoted() {
        assertThatThrownBy(
                        () -> lambda.run(handler(new ScriptedWork()), "{\"ResponseURL\": sesame"))
                .isInstanceOf(IOException.class)
                .hasMessage("Cannot answer: Not JSON")
                .hasStackTraceContaining("Not JSON")
                .satisfies(e -> assertThat(Reasons.trace(e)).doesNotContain("sesame"));
    }

    private CustomResourceHandler handler(ResourceWork work) {
        return new TestHandler(work, lambda.platform());
    }

    private String reason() {
        return (String) Objects.requireNonNull(lambda.answer().get("Reason"));
    }

    private static Look done(String id, Map<String, String> data) {
        return () -> new ResourceWork.Done(id, data);
    }

    private static Look later(int seconds, Progress progress) {
        return () -> new ResourceWork.Later(Duration.ofSeconds(seconds), "it is there", progress);
    }

    private static Look fails(Supplier<RuntimeException> failure) {
        return () -> {
            throw failure.get();
        };
    }

    /** What one call of the work gives. */
    private interface Look {

        ResourceWork.Step look();
    }

    private static final class TestHandler extends CustomResourceHandler {

        TestHandler(ResourceWork work, Platform platform) {
            super(work, platform);
        }
    }

    /** Takes its steps one after the other, the last again and again. */
    private static class ScriptedWork implements ResourceWork {

        final List<ResourceRequest> asked = new ArrayList<>();
        @Nullable String idOfFailedCreate;
        private final Deque<Look> steps = new ArrayDeque<>();

        ScriptedWork(Look... steps) {
            this.steps.addAll(Arrays.asList(steps));
        }

        void then(Look step) {
            steps.clear();
            steps.add(step);
        }

        @Override
        public Step create(ResourceRequest request) {
            asked.add(request);
            return (steps.size() > 1 ? steps.removeFirst() : steps.getFirst()).look();
        }

        @Override
        public Step update(ResourceRequest request) {
            return create(request);
        }

        @Override
        public Step delete(ResourceRequest request) {
            return create(request);
        }

        @Override
        public @Nullable String idOfFailedCreate(ResourceRequest request) {
            return idOfFailedCreate;
        }
    }
}
