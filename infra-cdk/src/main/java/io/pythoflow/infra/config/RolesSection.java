package io.pythoflow.infra.config;

import io.pythoflow.infra.config.InfraConfig.ExistingRoles;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Roles that were made elsewhere, for accounts that may create none: the variables. */
final class RolesSection {

    private static final String DEFAULT = "default";
    private static final Pattern ROLE_ARN =
            Pattern.compile("arn:aws[a-z-]*:iam::([0-9]{12}):role/[A-Za-z0-9_+=,.@/-]{1,576}");
    private static final List<String> KEYS =
            Stream.concat(Stream.of(RolePurpose.values()).map(RolePurpose::key), Stream.of(DEFAULT))
                    .toList();

    static final Variable<Map<String, String>> EXISTING_ROLE_ARNS =
            Variable.optional(
                    "existing_role_arns",
                    VariableType.map(
                            "purposes (" + String.join(", ", KEYS) + ")",
                            VariableType.text(
                                    "the ARN of a role, arn:aws:iam::ACCOUNT:role/NAME", ROLE_ARN)),
                    "every role is made, with what it needs and no more",
                    "{ default = \"arn:aws:iam::123456789012:role/LabRole\" }",
                    "Roles for accounts that may create none, such as AWS Academy's. default stands for"
                            + " every purpose that is not named.");

    static final Variable<String> ASSET_BUCKET =
            Variable.optional(
                    "asset_bucket",
                    VariableType.text(
                            "the name of an S3 bucket",
                            Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")),
                    "the bucket that cdk bootstrap made",
                    "\"my-bucket-for-deployments\"",
                    "Bucket in the region that the deploying person may write to, for jars and templates;"
                            + " with existing_role_arns, and only then.");

    static final Section SECTION =
            new Section(
                    "Accounts that cannot create roles", List.of(EXISTING_ROLE_ARNS, ASSET_BUCKET));

    private RolesSection() {}

    static Optional<ExistingRoles> read(Variables variables, Accounts accounts) {
        Optional<Map<String, String>> given = variables.find(EXISTING_ROLE_ARNS);
        Optional<String> bucket = variables.find(ASSET_BUCKET);
        if (!variables.isSet(EXISTING_ROLE_ARNS)) {
            if (variables.isSet(ASSET_BUCKET)) {
                variables.refuse(ASSET_BUCKET, "must not be set without existing_role_arns");
            }
            return Optional.empty();
        }
        if (!variables.isSet(ASSET_BUCKET)) {
            variables.problem(
                    EXISTING_ROLE_ARNS, "asset_bucket: must be set with existing_role_arns");
        }
        if (given.isEmpty()) {
            return Optional.empty();
        }
        checkKeys(variables);
        given.get()
                .values()
                .forEach(
                        arn -> {
                            Matcher parts = ROLE_ARN.matcher(arn);
                            if (parts.matches()) {
                                accounts.add(EXISTING_ROLE_ARNS, parts.group(1));
                            }
                        });
        return Optional.of(new ExistingRoles(arns(variables, given.get()), bucket.orElse("")));
    }

    private static void checkKeys(Variables variables) {
        for (String key : variables.keys(EXISTING_ROLE_ARNS)) {
            if (!KEYS.contains(key)) {
                variables.problem(
                        EXISTING_ROLE_ARNS,
                        "existing_role_arns has the key \"%s\": must be one of %s%s"
                                .formatted(
                                        key,
                                        String.join(", ", KEYS),
                                        Nearest.of(key, KEYS)
                                                .map(near -> "; is " + near + " meant?")
                                                .orElse("")));
            }
        }
    }

    private static Map<RolePurpose, String> arns(Variables variables, Map<String, String> given) {
        Map<RolePurpose, String> arns = new EnumMap<>(RolePurpose.class);
        List<String> missing = new ArrayList<>();
        for (RolePurpose purpose : RolePurpose.values()) {
            String arn = given.getOrDefault(purpose.key(), given.get(DEFAULT));
            if (arn == null) {
                missing.add(purpose.key());
            } else {
                arns.put(purpose, arn);
            }
        }
        if (!missing.isEmpty() && variables.areSound(EXISTING_ROLE_ARNS)) {
            variables.problem(
                    EXISTING_ROLE_ARNS,
                    "existing_role_arns has no role for %s: must name one for each, or a default"
                            .formatted(String.join(", ", missing)));
        }
        return arns;
    }
}
