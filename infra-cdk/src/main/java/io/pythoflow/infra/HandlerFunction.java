package io.pythoflow.infra;

import io.pythoflow.infra.config.RolePurpose;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.CustomResource;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.iam.IRole;
import software.amazon.awscdk.services.iam.Policy;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.lambda.Code;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.lambda.Runtime;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.logs.RetentionDays;
import software.constructs.Construct;

/** A Lambda function of the handlers' jar that answers CloudFormation's custom resources. */
public final class HandlerFunction extends Construct {

    private static final String PACKAGE = "io.pythoflow.infra.handler.";

    private final Function function;
    private final IRole role;
    private final LogGroup logs;
    private final Roles roles;

    /**
     * @param handler simple name of its class
     */
    public HandlerFunction(
            Construct scope, String id, String handler, Artifacts artifacts, Roles roles) {
        super(scope, id);
        this.roles = roles;
        logs =
                LogGroup.Builder.create(this, "Logs")
                        .retention(RetentionDays.ONE_MONTH)
                        .removalPolicy(RemovalPolicy.DESTROY)
                        .build();
        role = roles.role(this, "Role", RolePurpose.HANDLERS, "lambda.amazonaws.com");
        logs.grantWrite(role);
        function =
                Function.Builder.create(this, "Function")
                        .runtime(Runtime.JAVA_25)
                        .code(Code.fromAsset(artifacts.handlersJar().toString()))
                        .handler(PACKAGE + handler + "::handleRequest")
                        .role(role)
                        .logGroup(logs)
                        .memorySize(512)
                        .timeout(Duration.minutes(15))
                        .build();
    }

    /** Allows it actions on resources. */
    public HandlerFunction allow(List<String> actions, List<String> resources) {
        role.addToPrincipalPolicy(
                PolicyStatement.Builder.create().actions(actions).resources(resources).build());
        return this;
    }

    /** Allows it to go on with a request in another invocation, when its own time is over. */
    public HandlerFunction mayInvokeItself() {
        if (!roles.areGiven()) {
            // Not in the role's own policy: the function waits for that one.
            Policy.Builder.create(this, "Self")
                    .roles(List.of(role))
                    .statements(
                            List.of(
                                    PolicyStatement.Builder.create()
                                            .actions(List.of("lambda:InvokeFunction"))
                                            .resources(List.of(function.getFunctionArn()))
                                            .build()))
                    .build();
        }
        return this;
    }

    /** A custom resource that it answers for. */
    public CustomResource resource(
            Construct scope, String id, String type, Map<String, ?> properties) {
        CustomResource resource =
                CustomResource.Builder.create(scope, id)
                        .serviceToken(function.getFunctionArn())
                        .resourceType(type)
                        // In the order of their names: the same app is the same template.
                        .properties(new TreeMap<>(properties))
                        .build();
        // The function must be allowed to do its work before it is asked to.
        resource.getNode().addDependency(this);
        return resource;
    }

    public Function function() {
        return function;
    }
}
