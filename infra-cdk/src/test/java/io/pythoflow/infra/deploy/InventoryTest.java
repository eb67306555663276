package io.pythoflow.infra.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.pythoflow.infra.config.InfraConfig;
import io.pythoflow.infra.config.InfraConfigReader;
import io.pythoflow.infra.deploy.StackCatalog.Resource;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class InventoryTest {

    private static final InfraConfig KEEP = config("");
    private static final InfraConfig DELETE = config("on_destroy = \"delete\"");

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
    void bucketsThatGoAreEmptiedWhereTheFileSaysSo() {
        assertThat(Inventory.of(DELETE, cloud.cloud().stacks()).emptied()).containsExactly("data");
        assertThat(Inventory.of(KEEP, cloud.cloud().stacks()).emptied()).isEmpty();
    }

    @Test
    void saysWhatGoesAndWhatStays() {
        assertThat(Inventory.of(DELETE, cloud.cloud().stacks()).describe(DELETE))
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
                          AWS::S3::Bucket logs""");
    }

    @Test
    void saysThatDeletionWasNeverDeployed() {
        FakeCloud kept = new FakeCloud().addStackOf("dev", "lake", bucket("data", "Retain"));

        assertThat(Inventory.of(DELETE, kept.cloud().stacks()).describe(DELETE))
                .contains("AWS::S3::Bucket data")
                .contains("deploy once more first");
        assertThat(Inventory.of(KEEP, kept.cloud().stacks()).describe(KEEP))
                .doesNotContain("deploy once more first");
    }

    @Test
    void anotherEnvironmentIsNoneOfIts() {
        FakeCloud other = new FakeCloud().addStackOf("field", "lake");

        assertThat(Inventory.of(KEEP, other.cloud().stacks()).isEmpty()).isTrue();
    }

    private static Resource bucket(String name, String policy) {
        return new Resource("B" + name, "AWS::S3::Bucket", name, policy);
    }

    private static InfraConfig config(String variables) {
        return InfraConfigReader.read("a.tfvars", variables, Path.of("."));
    }
}
