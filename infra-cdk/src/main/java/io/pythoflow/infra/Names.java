package io.pythoflow.infra;

import io.pythoflow.infra.config.InfraConfig;
import io.pythoflow.infra.config.Things;
import java.util.List;
import java.util.stream.IntStream;

/** Names that more than one part of an environment uses. */
public final class Names {

    /** The job as a device. */
    public static final String COMPUTE_THING = Things.COMPUTE;

    /** Whom rules and emergency stops are published as. */
    public static final String OPERATOR_THING = Things.OPERATOR;

    private Names() {}

    /** {@code 000} for 0: what commands address a gateway by. */
    public static String gatewayNumber(int gateway) {
        return Things.gatewayNumber(gateway);
    }

    public static String gatewayThing(int gateway) {
        return Things.gateway(gateway);
    }

    /** Every gateway of an environment. */
    public static List<String> gatewayThings(InfraConfig config) {
        return IntStream.range(0, config.devices().gateways())
                .mapToObj(Names::gatewayThing)
                .toList();
    }

    /** Secret of a thing's credentials. */
    public static String secret(InfraConfig config, String thing) {
        return config.environment() + "/iot/" + thing;
    }

    /** What the job's client ids begin with. */
    public static String clientPrefix(InfraConfig config) {
        return COMPUTE_THING + "-" + config.environment();
    }

    /** Group of the job's shared subscription. */
    public static String sharedGroup(InfraConfig config) {
        return "pythoflow-" + config.environment();
    }

    /** The Flink application. Its name is fixed, so that commands in the documentation hold. */
    public static String application(InfraConfig config) {
        return "pythoflow-" + config.environment();
    }

    /** Name of a stack. */
    public static String stack(InfraConfig config, String part) {
        return "pythoflow-" + config.environment() + "-" + part;
    }
}
