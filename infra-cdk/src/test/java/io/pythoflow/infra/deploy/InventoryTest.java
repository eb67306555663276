package io.pythoflow.infra.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pythoflow.infra.config.InfraConfig;
import io.pythoflow.infra.config.InfraConfigReader;
import io.pythoflow.infra.deploy.StackCatalog.Resource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InventoryTest {

    private static final InfraConfig KEEP = config("");
    private static final InfraConfig DELETE = config("on_destroy = \"delete\"");

    private static final Assembly NOTHING_KEPT = new Assembly(Map.of());

    private final FakeCloud cloud =
            new FakeCloud()
                    .addStackOf("field", "lake", bucket("other", "Delete"))
                    .addStackOf(
                            "dev",
                            "lake",
                            bucket("data", "Delete"),
                            bucket("", "Delete"),
                            bucket("logs", "RetainExceptOnCreate"))
                    .addStackOf(
                            "dev",
                            "devices",
                            new Resource(
                                    "A",
                                    "Custom::AdoptedThing",
                                    "adopted:irrigation-compute",
                                    "Delete"),
                            new Resource(
                                    "S", "AWS::SecretsManager::Secret", "arn:secret", "Retain"));

    @Test
    void bucketsThatGoAreEmptied() {
        assertThat(inventory(KEEP, NOTHING_KEPT).emptied()).containsExactly("data");
        assertThat(inventory(DELETE, NOTHING_KEPT).emptied()).containsExactly("data");
    }

    @Test
    void aBucketThatIsToStayByNowIsNotEmptied() {
        Assembly keeping = new Assembly(Map.of("pythoflow-dev-lake", Set.of("Bdata")));

        assertThat(inventory(KEEP, keeping).emptied()).isEmpty();
        assertThatThrownBy(() -> inventory(KEEP, keeping).withoutContradiction())
                .hasMessageContaining("to be kept by now: bucket data. Deploy once more first");
        assertThat(inventory(DELETE, NOTHING_KEPT).withoutContradiction().contradicted()).isEmpty();
    }

    @Test
    void whatIsKeptIsReadFromTheAssembly(@TempDir Path folder) throws IOException {
        Files.writeString(
                folder.resolve("manifest.json"),
                """
                {"artifacts": {
                  "Tree": {"type": "cdk:tree"},
                  "Lake": {"type": "aws:cloudformation:stack",
                           "properties": {"stackName": "pythoflow-dev-lake", "templateFile": "Lake.json"}}}}
                """);
        Files.writeString(
                folder.resolve("Lake.json"),
                """
                {"Resources": {"A": {"DeletionPolicy": "Retain"}, "B": {"DeletionPolicy": "Delete"}, "C": {},
                               "D": {"DeletionPolicy": "RetainExceptOnCreate"}}}
                """);

        assertThat(Assembly.read(folder).kept())
                .isEqualTo(Map.of("pythoflow-dev-lake", Set.of("A", "D")));
    }

    @Test
    void saysWhatGoesAndWhatStays() {
        assertThat(inventory(DELETE, NOTHING_KEPT).describe(DELETE))
                .isEqualToNormalizingNewlines(
                        """
                        These go:
                          pythoflow-dev-devices                1 resources
                          pythoflow-dev-lake                   2 resources
                          everything in bucket data
                          the retained system document: rules, pause and emergency stop
                        These stay:
                          irrigation-compute and its certificate, which were adopted
                          AWS::SecretsManager::Secret arn:secret
                          AWS::S3::Bucket logs
                        on_destroy = "delete" holds for what was deployed with it: for these to go, deploy once more first""");
    }

    @Test
    void saysThatDeletionWasNeverDeployed() {
        FakeCloud kept = new FakeCloud().addStackOf("dev", "lake", bucket("data", "Retain"));

        assertThat(Inventory.of(DELETE, NOTHING_KEPT, kept.cloud().stacks()).describe(DELETE))
                .contains("AWS::S3::Bucket data")
                .contains("deploy once more first");
        assertThat(Inventory.of(KEEP, NOTHING_KEPT, kept.cloud().stacks()).describe(KEEP))
                .doesNotContain("deploy once more first");
    }

    @Test
    void anotherEnvironmentIsNoneOfIts() {
        FakeCloud other = new FakeCloud().addStackOf("field", "lake");

        assertThat(Inventory.of(KEEP, NOTHING_KEPT, other.cloud().stacks()).isEmpty()).isTrue();
    }

    private Inventory inventory(InfraConfig config, Assembly assembly) {
        return Inventory.of(config, assembly, cloud.cloud().stacks());
    }

    private static Resource bucket(String name, String policy) {
        return new Resource("B" + name, "AWS::S3::Bucket", name, policy);
    }

    private static InfraConfig config(String variables) {
        return InfraConfigReader.read("a.tfvars", variables, Path.of("."));
    }
}
