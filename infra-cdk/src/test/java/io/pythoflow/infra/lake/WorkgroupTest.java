package io.pythoflow.infra.lake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pythoflow.infra.testing.Synth;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorkgroupTest {

    private static final LakeTemplate TEMPLATE = template(Synth.DEFAULTS);
    private static final JsonNode WORKGROUP = TEMPLATE.only("AWS::Athena::WorkGroup");
    private static final JsonNode CONFIGURATION = WORKGROUP.path("WorkGroupConfiguration");

    @Test
    void nobodyGoesAroundItsLimitsOrItsPlaceForAnswers() {
        assertThat(CONFIGURATION.path("EnforceWorkGroupConfiguration").asBoolean()).isTrue();
        assertThat(CONFIGURATION.path("PublishCloudWatchMetricsEnabled").asBoolean()).isTrue();
        assertThat(CONFIGURATION.at("/EngineVersion/SelectedEngineVersion").asText())
                .isEqualTo("Athena engine version 3");
        assertThat(CONFIGURATION.at("/ResultConfiguration/EncryptionConfiguration"))
                .hasToString("{\"EncryptionOption\":\"SSE_S3\"}");
    }

    @Test
    void answersLieInABucketWithoutTablesSoThatNoneIsTakenForARow() {
        assertThat(CONFIGURATION.at("/ResultConfiguration/OutputLocation").asText())
                .isEqualTo("s3://the-results/");
        assertThat(TEMPLATE.properties("AWS::Glue::Table"))
                .noneMatch(table -> table.toString().contains("the-results"));
        assertThat(
                        TEMPLATE.bucketResource("Results")
                                .at("/Properties/LifecycleConfiguration/Rules/0/ExpirationInDays")
                                .asInt())
                .isEqualTo(30);
    }

    @Test
    void aQueryThatReadsMoreThanConfiguredIsStopped() {
        JsonNode other = template("athena_scan_limit_gb = 7").only("AWS::Athena::WorkGroup");

        assertThat(CONFIGURATION.path("BytesScannedCutoffPerQuery").asLong())
                .isEqualTo(100_000_000_000L);
        assertThat(other.at("/WorkGroupConfiguration/BytesScannedCutoffPerQuery").asLong())
                .isEqualTo(7_000_000_000L);
    }

    @Test
    void isDeletedWithWhatWasAskedInIt() {
        assertThat(WORKGROUP.path("RecursiveDeleteOption").asBoolean()).isTrue();
    }

    @Test
    void carriesTheEnvironmentSoThatTwoAccountsAreToldApart() {
        assertThat(WORKGROUP.path("Name").asText()).isEqualTo("pythoflow-dev");
    }

    @Test
    void savedQueriesAreListedInItForTheDatabase() {
        List<JsonNode> queries = TEMPLATE.properties("AWS::Athena::NamedQuery");

        assertThat(queries)
                .extracting(query -> query.path("Name").asText())
                .containsExactlyInAnyOrderElementsOf(
                        SavedQuery.ALL.stream().map(SavedQuery::name).toList());
        assertThat(queries)
                .allSatisfy(
                        query -> {
                            assertThat(query.path("WorkGroup").asText()).isEqualTo("pythoflow-dev");
                            assertThat(query.path("Database").asText())
                                    .isEqualTo("iot_data_catalog");
                        });
    }

    /** {@code Ref} of a workgroup is its name. */
    private static LakeTemplate template(String variables) {
        LakeTemplate template = LakeTemplate.of(Synth.of(variables));
        template.of("AWS::Athena::WorkGroup")
                .forEach(
                        (id, workgroup) ->
                                template.with(id, workgroup.at("/Properties/Name").asText()));
        return template;
    }
}
