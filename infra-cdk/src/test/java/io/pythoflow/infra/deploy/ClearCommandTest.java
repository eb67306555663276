package io.pythoflow.infra.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pythoflow.infra.config.InfraConfig;
import io.pythoflow.infra.config.InfraConfigReader;
import io.pythoflow.infra.deploy.StackCatalog.Resource;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ClearCommandTest {

    private final StringWriter printed = new StringWriter();
    private final FakeCloud cloud =
            new FakeCloud()
                    .addStackOf("field", "lake", bucket("of-another"))
                    .addStackOf("dev", "lake", bucket("data"));

    @Test
    void withdrawsRulesThenLetsTheLakeGoThenEmptiesItsBuckets() {
        clear(new Assembly(Map.of()));

        assertThat(cloud.done())
                .containsExactly(
                        "clear the system document", "unprotect pythoflow-dev-lake", "list data");
        assertThat(printed.toString())
                .contains("The retained system document is cleared.", "Bucket data is empty");
    }

    @Test
    void doesNothingWhereABucketIsToStayThatWasDeployedToGo() {
        Assembly keeping = new Assembly(Map.of("pythoflow-dev-lake", Set.of("Bdata")));

        assertThatThrownBy(() -> clear(keeping)).hasMessageContaining("nothing was done");
        assertThat(cloud.done()).isEmpty();
    }

    private void clear(Assembly assembly) {
        InfraConfig config = InfraConfigReader.read("test.tfvars", "", Path.of("."));
        Cloud account = cloud.cloud();
        ClearCommand.clear(
                Inventory.of(config, assembly, account.stacks()),
                account,
                new PrintWriter(printed, true));
    }

    private static Resource bucket(String name) {
        return new Resource("B" + name, "AWS::S3::Bucket", name, "Delete");
    }
}
