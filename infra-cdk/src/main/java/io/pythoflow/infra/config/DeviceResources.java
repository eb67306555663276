package io.pythoflow.infra.config;

import io.pythoflow.infra.config.InfraConfig.Devices;

/**
 * How many resources the stack of the devices has. A gateway is five: thing, secret, certificate,
 * and what attaches the certificate to the thing and the policy to it; while it is rotated, three
 * more. So {@value DevicesSection#MOST_GATEWAYS} gateways fit, eight of which are rotated at a
 * time, and up to 58 that are all rotated at once.
 */
public final class DeviceResources {

    /**
     * Most resources of a template.
     *
     * @see <a
     *     href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html">
     *     CloudFormation quotas</a>
     */
    public static final int MOST = 500;

    /** Thing types, policies, the handler of certificates, logging. */
    private static final int SHARED = 3 + 4 + 5 + 3;

    private static final int ADOPTION_HANDLER = 5;

    private DeviceResources() {}

    /** Of an environment that logs and makes its own roles; others have fewer. */
    public static int of(Devices devices) {
        int shared = SHARED + (devices.existingCertificateArns().isEmpty() ? 0 : ADOPTION_HANDLER);
        return shared
                + Things.all(devices.gateways()).stream()
                        .mapToInt(thing -> of(devices, thing))
                        .sum();
    }

    private static int of(Devices devices, String thing) {
        int policies = thing.equals(Things.COMPUTE) ? 2 : 1;
        int generations = devices.generationsOf(thing).size();
        int secret = generations == 0 ? 0 : 1;
        int elsewhere = devices.existingCertificateArns().containsKey(thing) ? policies : 0;
        return 1 + elsewhere + secret + generations * (2 + policies);
    }
}
