package io.pythoflow.infra.device;

import io.pythoflow.infra.Artifacts;
import io.pythoflow.infra.Names;
import io.pythoflow.infra.Roles;
import io.pythoflow.infra.config.InfraConfig;
import io.pythoflow.infra.device.Device.Description;
import io.pythoflow.infra.policy.DevicePolicies;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import software.constructs.Construct;

/** Every device of an environment. */
public final class DeviceRegistry extends Construct {

    private final InfraConfig config;
    private final List<Device> gateways;
    private final Device compute;
    private final Device operator;

    public DeviceRegistry(
            Construct scope, String id, InfraConfig config, Artifacts artifacts, Roles roles) {
        super(scope, id);
        this.config = config;
        DeviceHandlers handlers = new DeviceHandlers(this, "Handlers", config, artifacts, roles);
        DeviceKind gateway =
                new DeviceKind(
                        this,
                        "gateway",
                        "Gateways that publish for sensors and drive valves",
                        config,
                        DevicePolicies.ofGateways(config));
        gateways =
                IntStream.range(0, config.devices().gateways())
                        .mapToObj(
                                i ->
                                        new Device(
                                                this,
                                                description(
                                                        Names.gatewayThing(i),
                                                        Optional.of(Names.gatewayNumber(i))),
                                                gateway,
                                                handlers))
                        .toList();
        compute =
                new Device(
                        this,
                        description(Names.COMPUTE_THING, Optional.empty()),
                        new DeviceKind(
                                this,
                                "compute",
                                "The Flink application, and who else consumes the messages",
                                config,
                                DevicePolicies.ofCompute(config)),
                        handlers);
        operator =
                new Device(
                        this,
                        description(Names.OPERATOR_THING, Optional.empty()),
                        new DeviceKind(
                                this,
                                "operator",
                                "Whom rules and emergency stops are published as",
                                config,
                                DevicePolicies.ofOperator(config)),
                        handlers);
    }

    private Description description(String thing, Optional<String> number) {
        return new Description(
                thing,
                number,
                config.environment(),
                Names.secret(config, thing),
                config.devices().generationsOf(thing),
                Optional.ofNullable(config.devices().existingCertificateArns().get(thing)));
    }

    /** The secret that holds the job's credentials, a token. */
    public String computeSecretArn() {
        return compute.secretArn().orElseThrow();
    }

    /** Saves the gateways' credentials; empty where all were made elsewhere. */
    public Optional<String> gatewayCredentialsCommand() {
        return command(gateways);
    }

    /** Saves the job's. */
    public Optional<String> computeCredentialsCommand() {
        return command(List.of(compute));
    }

    /** Saves the operator's. */
    public Optional<String> operatorCredentialsCommand() {
        return command(List.of(operator));
    }

    private Optional<String> command(List<Device> devices) {
        List<String> things =
                devices.stream()
                        .filter(device -> device.secretArn().isPresent())
                        .map(Device::thing)
                        .toList();
        return things.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        CredentialsCommand.of(config.region(), Names.secret(config, ""), things));
    }
}
