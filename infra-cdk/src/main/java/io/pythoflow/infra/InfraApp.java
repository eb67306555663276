package io.pythoflow.infra;

import io.github.cdklabs.cdknag.AwsSolutionsChecks;
import io.pythoflow.infra.config.InfraConfig;
import io.pythoflow.infra.stack.DeviceStack;
import io.pythoflow.infra.stack.LakeStack;
import io.pythoflow.infra.stack.MonitoringStack;
import io.pythoflow.infra.stack.NetworkStack;
import io.pythoflow.infra.stack.ProcessingStack;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import software.amazon.awscdk.App;
import software.amazon.awscdk.AppProps;
import software.amazon.awscdk.CliCredentialsStackSynthesizer;
import software.amazon.awscdk.CloudFormationValidatePlugin;
import software.amazon.awscdk.CloudFormationValidatePluginProps;
import software.amazon.awscdk.DefaultStackSynthesizer;
import software.amazon.awscdk.Environment;
import software.amazon.awscdk.IStackSynthesizer;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.Tags;
import software.amazon.awscdk.ValidationRuleSource;
import software.amazon.awscdk.Validations;

/** Writes the CloudFormation templates of one environment. */
public final class InfraApp {

    private InfraApp() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new SynthCommand()).execute(args));
    }

    /** The whole app, before it is synthesised; a synthesis with a finding fails. */
    public static App build(InfraConfig config, Artifacts artifacts, Path output) {
        App app = app(output, Map.of("@aws-cdk/core:validateAgainstDefaultRules", true));
        compose(app, config, artifacts);
        Validations.of(app).addPlugins(new AwsSolutionsChecks(app), projectRules());
        return app;
    }

    /** The same without its checks, which take most of the time that a synthesis takes. */
    public static App buildUnchecked(InfraConfig config, Artifacts artifacts, Path output) {
        App app = app(output, Map.of());
        compose(app, config, artifacts);
        return app;
    }

    private static App app(Path output, Map<String, Object> checks) {
        Map<String, Object> context = new HashMap<>(checks);
        // New buckets take no access control lists.
        context.put("@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy", true);
        // What another stack uses cannot be taken away beneath it.
        context.put("@aws-cdk/core:defaultCrossStackReferences", "strong");
        return new App(
                AppProps.builder()
                        .outdir(output.toString())
                        .analyticsReporting(false)
                        .context(context)
                        .build());
    }

    private static void compose(App app, InfraConfig config, Artifacts artifacts) {
        Roles roles = new Roles(config.existingRoles());
        LakeStack lake = new LakeStack(app, "Lake", props(config, "lake"), config, roles);
        NetworkStack network =
                new NetworkStack(
                        app, "Network", props(config, "network"), config, artifacts, roles, lake);
        DeviceStack devices =
                new DeviceStack(app, "Devices", props(config, "devices"), config, artifacts, roles);
        ProcessingStack processing =
                new ProcessingStack(
                        app,
                        "Processing",
                        props(config, "processing"),
                        config,
                        artifacts,
                        roles,
                        lake,
                        network,
                        devices);
        new MonitoringStack(
                app,
                "Monitoring",
                props(config, "monitoring"),
                config,
                roles,
                lake,
                network,
                processing);
        Tags.of(app).add("Project", "pythoflow");
        Tags.of(app).add("Environment", config.environment());
    }

    private static StackProps props(InfraConfig config, String part) {
        return StackProps.builder()
                .stackName(Names.stack(config, part))
                .env(Environment.builder().region(config.region()).build())
                .synthesizer(synthesizer(config))
                .build();
    }

    /** Where no roles can be made, those of the bootstrap stack are missing as well. */
    private static IStackSynthesizer synthesizer(InfraConfig config) {
        return config.existingRoles()
                .<IStackSynthesizer>map(
                        roles ->
                                CliCredentialsStackSynthesizer.Builder.create()
                                        .fileAssetsBucketName(roles.assetBucket())
                                        .build())
                .orElseGet(DefaultStackSynthesizer::new);
    }

    /** What no general check knows. */
    static CloudFormationValidatePlugin projectRules() {
        return new CloudFormationValidatePlugin(
                CloudFormationValidatePluginProps.builder()
                        .guardRules(List.of(rules("rules.guard")))
                        .regoRules(List.of(rules("rules.rego")))
                        .build());
    }

    private static ValidationRuleSource rules(String resource) {
        try (InputStream in = InfraApp.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("Resource " + resource + " is missing");
            }
            return ValidationRuleSource.builder()
                    .name(resource)
                    .content(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read resource " + resource, e);
        }
    }
}
