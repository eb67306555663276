package io.pythoflow.infra.config;

import io.pythoflow.infra.config.InfraConfig.Devices;
import io.pythoflow.infra.config.InfraConfig.IotLogLevel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Gateways, the job and the operator as devices: their variables, and what must hold of them. */
final class DevicesSection {

    /** Most gateways of one environment: see {@link DeviceResources}. */
    static final int MOST_GATEWAYS = 90;

    private static final int HIGHEST_GENERATION = 9999;

    private static final Pattern FURTHER_GATEWAY = Pattern.compile("irrigation-gateway-[0-9]{3}");
    private static final Pattern CERTIFICATE_ARN =
            Pattern.compile("arn:aws[a-z-]*:iot:([a-z0-9-]+):([0-9]{12}):cert/[0-9a-f]{64}");

    static final Variable<Integer> NUMBER_OF_GATEWAYS =
            Variable.of(
                    "number_of_gateways",
                    VariableType.integer(1, MOST_GATEWAYS),
                    "2",
                    "Gateways, irrigation-gateway-000 and on.");

    static final Variable<Map<String, List<Integer>>> CERTIFICATE_GENERATIONS =
            Variable.of(
                            "certificate_generations",
                            VariableType.map(
                                    "things",
                                    VariableType.list(
                                            VariableType.integer(1, HIGHEST_GENERATION), 1, 2)),
                            "{}",
                            "Which generations of a thing's certificate exist: [1] for a thing that is not named."
                                    + " A certificate is replaced in two deploys: with [1, 2] the new one is made"
                                    + " beside the old and its key put into the secret; with [2] the old one is"
                                    + " revoked.")
                    .withExample("{ \"irrigation-gateway-000\" = [1, 2] }");

    static final Variable<Map<String, String>> EXISTING_CERTIFICATE_ARNS =
            Variable.of(
                            "existing_certificate_arns",
                            VariableType.map(
                                    "things",
                                    VariableType.text(
                                            "the ARN of a certificate, arn:aws:iot:REGION:ACCOUNT:cert/ and 64 hex digits",
                                            CERTIFICATE_ARN)),
                            "{}",
                            "Things and their certificates that Terraform made, to be adopted: a running fleet"
                                    + " keeps its keys. No certificate is made for such a thing, other than the"
                                    + " job's, unless certificate_generations names it, too.")
                    .withExample(
                            "{ \"irrigation-gateway-000\" = \"arn:aws:iot:us-east-1:123456789012:cert/0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\" }");

    static final Variable<IotLogLevel> IOT_LOG_LEVEL =
            Variable.of(
                    "iot_log_level",
                    VariableType.oneOf(IotLogLevel.class),
                    "\"error\"",
                    "How much AWS IoT Core logs.");

    static final Section SECTION =
            new Section(
                    "Devices",
                    List.of(
                            NUMBER_OF_GATEWAYS,
                            CERTIFICATE_GENERATIONS,
                            EXISTING_CERTIFICATE_ARNS,
                            IOT_LOG_LEVEL));

    private DevicesSection() {}

    static Devices read(Variables variables, String region, Accounts accounts) {
        int gateways = variables.value(NUMBER_OF_GATEWAYS);
        Map<String, List<Integer>> generations = variables.value(CERTIFICATE_GENERATIONS);
        Map<String, String> arns = variables.value(EXISTING_CERTIFICATE_ARNS);
        checkThings(variables, CERTIFICATE_GENERATIONS, gateways);
        checkThings(variables, EXISTING_CERTIFICATE_ARNS, gateways);
        generations.forEach((thing, list) -> checkGenerations(variables, thing, list));
        checkArns(variables, arns, region, accounts);
        Devices devices = new Devices(gateways, generations, arns, variables.value(IOT_LOG_LEVEL));
        checkResources(variables, devices);
        return devices;
    }

    private static void checkResources(Variables variables, Devices devices) {
        int resources = DeviceResources.of(devices);
        if (resources > DeviceResources.MOST) {
            variables.problem(
                    CERTIFICATE_GENERATIONS,
                    "%s: the stack of the devices would have %d resources, and CloudFormation takes %d:"
                                    .formatted(
                                            CERTIFICATE_GENERATIONS.name(),
                                            resources,
                                            DeviceResources.MOST)
                            + " let fewer things have two generations at a time");
        }
    }

    private static void checkThings(
            Variables variables, Variable<? extends Map<String, ?>> variable, int gateways) {
        List<String> known = Things.all(gateways);
        for (String thing : variables.keys(variable)) {
            if (!known.contains(thing) && variables.areSound(NUMBER_OF_GATEWAYS)) {
                variables.problem(
                        variable,
                        "%s names \"%s\": must be %s to %s, %s or %s%s"
                                .formatted(
                                        variable.name(),
                                        thing,
                                        Things.gateway(0),
                                        Things.gateway(gateways - 1),
                                        Things.COMPUTE,
                                        Things.OPERATOR,
                                        hint(thing, known, gateways)));
            }
        }
    }

    private static String hint(String thing, List<String> known, int gateways) {
        if (FURTHER_GATEWAY.matcher(thing).matches()) {
            return "; number_of_gateways is " + gateways;
        }
        return Nearest.of(thing, known).map(near -> "; is " + near + " meant?").orElse("");
    }

    private static void checkGenerations(Variables variables, String thing, List<Integer> list) {
        if (list.size() == 2 && list.get(1) != list.get(0) + 1) {
            variables.problem(
                    CERTIFICATE_GENERATIONS,
                    "%s: \"%s\" = %s must be one generation, or two that follow each other such as [1, 2]"
                            .formatted(CERTIFICATE_GENERATIONS.name(), thing, list));
        }
    }

    private static void checkArns(
            Variables variables, Map<String, String> arns, String region, Accounts accounts) {
        Map<String, String> owners = new HashMap<>();
        arns.forEach(
                (thing, arn) -> {
                    var parts = CERTIFICATE_ARN.matcher(arn);
                    if (!parts.matches()) {
                        return;
                    }
                    if (variables.areSound(GeneralSection.AWS_REGION)
                            && !parts.group(1).equals(region)) {
                        problem(variables, thing, arn, "must be of aws_region = " + region);
                    }
                    accounts.add(EXISTING_CERTIFICATE_ARNS, parts.group(2));
                    String other = owners.put(arn, thing);
                    if (other != null) {
                        problem(
                                variables,
                                thing,
                                arn,
                                "must not be the certificate of "
                                        + other
                                        + ", too: it is one device's alone");
                    }
                });
    }

    private static void problem(Variables variables, String thing, String arn, String mustBe) {
        variables.problem(
                EXISTING_CERTIFICATE_ARNS,
                "%s: \"%s\" = \"%s\" %s"
                        .formatted(EXISTING_CERTIFICATE_ARNS.name(), thing, arn, mustBe));
    }
}
