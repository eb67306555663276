package io.pythoflow.infra.deploy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pythoflow.infra.deploy.CloudException.Reason;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.CloudFormationException;
import software.amazon.awssdk.services.cloudformation.model.ResourceStatus;
import software.amazon.awssdk.services.cloudformation.model.TemplateStage;

/** {@link StackCatalog} of CloudFormation. */
final class AwsStacks implements StackCatalog {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final CloudFormationClient client;

    AwsStacks(CloudFormationClient client) {
        this.client = client;
    }

    @Override
    public List<Stack> stacks() {
        return Ask.about(
                "cloudformation:DescribeStacks",
                () ->
                        client.describeStacksPaginator().stacks().stream()
                                .map(AwsStacks::stackOf)
                                .toList());
    }

    @Override
    public Optional<Stack> stack(String name) {
        return Ask.about(
                "cloudformation:DescribeStacks",
                () -> {
                    try {
                        return client
                                .describeStacks(request -> request.stackName(name))
                                .stacks()
                                .stream()
                                .map(AwsStacks::stackOf)
                                .findFirst();
                    } catch (CloudFormationException e) {
                        // It has no code of its own for a stack that does not exist.
                        if (String.valueOf(e.getMessage()).contains("does not exist")) {
                            return Optional.empty();
                        }
                        throw e;
                    }
                });
    }

    @Override
    public List<Resource> resources(String stackName) {
        JsonNode template = template(stackName).path("Resources");
        return Ask.about(
                "cloudformation:ListStackResources",
                () ->
                        client
                                .listStackResourcesPaginator(
                                        request -> request.stackName(stackName))
                                .stackResourceSummaries()
                                .stream()
                                .filter(
                                        one ->
                                                one.resourceStatus()
                                                        != ResourceStatus.DELETE_COMPLETE)
                                .map(
                                        one ->
                                                new Resource(
                                                        one.logicalResourceId(),
                                                        one.resourceType(),
                                                        one.physicalResourceId() == null
                                                                ? ""
                                                                : one.physicalResourceId(),
                                                        template.path(one.logicalResourceId())
                                                                .path("DeletionPolicy")
                                                                .asText("Delete")))
                                .toList());
    }

    @Override
    public void unprotect(String stackName) {
        Ask.about(
                "cloudformation:UpdateTerminationProtection",
                () ->
                        client.updateTerminationProtection(
                                request ->
                                        request.stackName(stackName)
                                                .enableTerminationProtection(false)));
    }

    private JsonNode template(String stackName) {
        String text =
                Ask.about(
                        "cloudformation:GetTemplate",
                        () ->
                                client.getTemplate(
                                                request ->
                                                        request.stackName(stackName)
                                                                .templateStage(
                                                                        TemplateStage.ORIGINAL))
                                        .templateBody());
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new CloudException(
                    Reason.OTHER, "The template of stack " + stackName + " is no JSON", e);
        }
    }

    private static Stack stackOf(software.amazon.awssdk.services.cloudformation.model.Stack stack) {
        Map<String, String> tags = new LinkedHashMap<>();
        stack.tags().forEach(tag -> tags.put(tag.key(), tag.value()));
        Map<String, String> outputs = new LinkedHashMap<>();
        stack.outputs().forEach(output -> outputs.put(output.outputKey(), output.outputValue()));
        return new Stack(stack.stackName(), stack.stackStatusAsString(), tags, outputs);
    }
}
