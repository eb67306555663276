package io.pythoflow.infra.policy;

import com.fasterxml.jackson.databind.JsonNode;
import io.pythoflow.infra.policy.PolicyEvaluator.Connection;
import io.pythoflow.infra.policy.PolicyPage.Example;
import io.pythoflow.infra.policy.PolicyPage.Row;
import io.pythoflow.infra.policy.PolicyPage.Verdict;
import io.pythoflow.infra.testing.Deployed;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Compares what policies allow with what the page says: every action on every kind of name that the
 * page has, for everyone, and every example.
 */
final class PageCheck {

    /** The ARNs of the account whose policies are checked. */
    static final String ARN_PREFIX = "arn:aws:iot:us-east-1:" + Deployed.ACCOUNT + ":";

    /** Whom the table has columns for. */
    static final List<String> WHO = List.of("gateway", "compute", "operator");

    /** Who each column is. */
    static final Map<String, String> THINGS =
            Map.of(
                    "gateway", "irrigation-gateway-000",
                    "compute", "irrigation-compute",
                    "operator", "irrigation-operator");

    private static final String PERSISTENT = "PersistentConnect";
    private static final String LAST_WILL = "LastWill";

    private static final List<String> CONNECTING =
            List.of("connect", "connect with a last will", "connect and keep the session");
    private static final List<String> SPEAKING =
            List.of("publish", "publish retained", "subscribe", "receive");

    /** A name, and whether it is of the one who asks. */
    private record Sample(String name, boolean own) {}

    /** One question to the policies, and what the page answers. */
    private record Question(
            String who, Connection connection, String action, String on, boolean allowed) {

        @Override
        public String toString() {
            return "%s%s %s %s on %s"
                    .formatted(
                            who,
                            connection.attached() ? "" : " (attached to nothing)",
                            allowed ? "may not" : "may",
                            action,
                            on);
        }
    }

    private final PolicyPage page;
    private final String group;
    private final List<Question> questions = new ArrayList<>();

    /**
     * @param group of the job's shared subscription
     */
    PageCheck(PolicyPage page, String group) {
        this.page = page;
        this.group = group;
        for (String who : WHO) {
            CONNECTING.forEach(action -> rows(who, action, true));
            SPEAKING.forEach(action -> rows(who, action, false));
        }
        page.refused().forEach(example -> example(example, false));
        page.inseparable().forEach(example -> example(example, true));
    }

    /** How many questions the page answers. */
    int questions() {
        return questions.size();
    }

    /**
     * Where policies answer otherwise than the page.
     *
     * @param policies documents by {@link #WHO}
     */
    Stream<String> violations(Map<String, List<JsonNode>> policies) {
        Map<String, PolicyEvaluator> evaluators = new LinkedHashMap<>();
        policies.forEach((who, documents) -> evaluators.put(who, new PolicyEvaluator(documents)));
        return questions.stream()
                .filter(
                        question ->
                                decide(
                                                evaluators.get(question.who()),
                                                question.connection(),
                                                question.action(),
                                                question.on())
                                        != question.allowed())
                .map(Question::toString);
    }

    private void rows(String who, String action, boolean clients) {
        Set<String> patterns = new LinkedHashSet<>();
        page.table().stream()
                .map(Row::pattern)
                .filter(pattern -> pattern.equals("{client}") == clients)
                .forEach(patterns::add);
        for (String pattern : patterns) {
            Verdict verdict = verdict(who, action, pattern);
            for (Sample sample : samples(who, action, pattern)) {
                boolean allowed =
                        verdict == Verdict.YES || (verdict == Verdict.OWN && sample.own());
                Connection connection = connection(who, action);
                expect(who, connection, action, sample.name(), allowed);
                expect(who, connection.detached(), action, sample.name(), false);
                expect(who, connection.overHttps(), action, sample.name(), false);
                if (!clients) {
                    expect(who, connection, action, sample.name() + "/x", false);
                    expect(who, connection, action, sample.name() + "x", false);
                    expect(who, connection, action, "x/" + sample.name(), false);
                }
            }
        }
    }

    private Verdict verdict(String who, String action, String pattern) {
        return page.table().stream()
                .filter(row -> row.pattern().equals(pattern) && row.actions().contains(action))
                .map(row -> row.verdicts().get(who))
                .findAny()
                .orElse(Verdict.NO);
    }

    private List<Sample> samples(String who, String action, String pattern) {
        List<Sample> samples = List.of(new Sample(pattern, false));
        for (String placeholder : List.of("{client}", "{group}", "{sensor}", "{device}")) {
            if (pattern.contains(placeholder)) {
                samples =
                        samples.stream()
                                .flatMap(
                                        sample ->
                                                names(who, action, placeholder)
                                                        .map(
                                                                name ->
                                                                        join(
                                                                                sample,
                                                                                placeholder,
                                                                                name)))
                                .toList();
            }
        }
        return samples;
    }

    /** Whose a name is, its group says where it has one: the job's hold every device. */
    private static Sample join(Sample sample, String placeholder, Sample name) {
        boolean groupDecided =
                sample.name().startsWith("$share/") && !placeholder.equals("{group}");
        return new Sample(
                sample.name().replace(placeholder, name.name()),
                groupDecided ? sample.own() : name.own());
    }

    private Stream<Sample> names(String who, String action, String placeholder) {
        Stream<Sample> names =
                switch (placeholder) {
                    case "{client}" -> clients(THINGS.get(who));
                    case "{group}" ->
                            Stream.of(
                                    new Sample(group, true),
                                    new Sample(group + "x", false),
                                    new Sample("pythoflow-other", false),
                                    new Sample("other", false));
                    case "{sensor}" -> Stream.of(new Sample("A1", false), new Sample("p-7", false));
                    case "{device}" ->
                            Stream.of(
                                    new Sample("000", true),
                                    new Sample("000-A", true),
                                    new Sample("0000", false),
                                    new Sample("00", false),
                                    new Sample("001", false),
                                    new Sample("001-A", false));
                    default -> throw new AssertionError("Unknown name " + placeholder);
                };
        boolean wildcard = action.equals("subscribe") && !placeholder.equals("{group}");
        return wildcard ? Stream.concat(names, Stream.of(new Sample("+", false))) : names;
    }

    private static Stream<Sample> clients(String thing) {
        Stream<Sample> others =
                Stream.concat(
                                THINGS.values().stream().filter(other -> !other.equals(thing)),
                                Stream.of("irrigation-gateway-001", thing + "1", "x" + thing, "x"))
                        .map(name -> new Sample(name, false));
        return Stream.concat(
                Stream.of(
                        new Sample(thing, true),
                        new Sample(thing + "-dev-slot-0", true),
                        new Sample(thing + "-tool-k3", true)),
                others);
    }

    private void example(Example example, boolean allowed) {
        THINGS.forEach(
                (who, thing) -> {
                    if (example.who().equals("any") || example.who().equals(thing)) {
                        Connection connection = connection(who, example.action());
                        expect(
                                who,
                                example.attached() ? connection : connection.detached(),
                                example.action(),
                                example.on(),
                                allowed);
                    }
                });
        if (!example.who().equals("any") && !THINGS.containsValue(example.who())) {
            throw new AssertionError("The page speaks of an unknown thing: " + example);
        }
    }

    private static Connection connection(String who, String action) {
        List<String> asked =
                switch (action) {
                    case "connect with a last will" -> List.of(LAST_WILL);
                    case "connect and keep the session" -> List.of(PERSISTENT);
                    case "connect with something new" -> List.of("SomethingNew");
                    default -> List.of();
                };
        Map<String, String> attributes =
                who.equals("gateway") ? Map.of(DevicePolicies.NUMBER_ATTRIBUTE, "000") : Map.of();
        String thing = THINGS.get(who);
        return new Connection(thing, Optional.of(thing), attributes, true, asked);
    }

    private void expect(
            String who, Connection connection, String action, String on, boolean allowed) {
        questions.add(new Question(who, connection, action, on, allowed));
    }

    private static boolean decide(
            PolicyEvaluator evaluator, Connection connection, String action, String on) {
        String topic = ARN_PREFIX + "topic/" + on;
        return switch (action) {
            case "connect",
                    "connect with a last will",
                    "connect and keep the session",
                    "connect with something new" ->
                    evaluator.allows(connection, "iot:Connect", ARN_PREFIX + "client/" + on);
            case "publish" -> evaluator.allows(connection, "iot:Publish", topic);
            case "publish retained" ->
                    evaluator.allows(connection, "iot:Publish", topic)
                            && evaluator.allows(connection, "iot:RetainPublish", topic);
            case "subscribe" ->
                    evaluator.allows(connection, "iot:Subscribe", ARN_PREFIX + "topicfilter/" + on);
            case "receive" -> evaluator.allows(connection, "iot:Receive", topic);
            default -> throw new AssertionError("The page has an unknown action: " + action);
        };
    }
}
