package io.pythoflow.infra.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Names of devices in AWS IoT Core, as the original made them. */
public final class Things {

    /** The job as a device. */
    public static final String COMPUTE = "irrigation-compute";

    /** Whom rules and emergency stops are published as. */
    public static final String OPERATOR = "irrigation-operator";

    private static final String GATEWAY = "irrigation-gateway-";

    private Things() {}

    /** {@code 000} for 0: what commands address a gateway by. */
    public static String gatewayNumber(int gateway) {
        return String.format(Locale.ROOT, "%03d", gateway);
    }

    public static String gateway(int gateway) {
        return GATEWAY + gatewayNumber(gateway);
    }

    /** Every thing of an environment with so many gateways: those, the job, the operator. */
    public static List<String> all(int gateways) {
        List<String> all = new ArrayList<>();
        for (int gateway = 0; gateway < gateways; gateway++) {
            all.add(gateway(gateway));
        }
        all.add(COMPUTE);
        all.add(OPERATOR);
        return List.copyOf(all);
    }
}
