package io.pythoflow.infra.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.pythoflow.infra.config.InfraConfigReader;
import io.pythoflow.infra.deploy.CloudException.Reason;
import io.pythoflow.infra.deploy.StackCatalog.Resource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreflightTest {

    private static final String CERTIFICATE = "0123456789abcdef".repeat(4);
    private static final String COMPUTE =
            """
            compute_vpc_id = "vpc-01234567"
            compute_vpc_cidr_block = "10.1.0.0/16"
            compute_sg_id = "sg-01234567"
            compute_private_rt_id = "rtb-01234567"
            """;
    private static final String ROLES =
            """
            existing_role_arns = { default = "arn:aws:iam::123456789012:role/LabRole" }
            asset_bucket = "assets"
            """;

    @TempDir private Path folder;

    @Test
    void findsNothingInAnAccountThatIsReady() throws IOException {
        Preflight.Report report = check("", new FakeCloud());

        assertThat(report.problems()).isEmpty();
        assertThat(report.notes()).isEmpty();
        assertThat(report.caller().orElseThrow().account()).isEqualTo(FakeCloud.ACCOUNT);
    }

    @Test
    void saysEverythingThatIsMissingAtOnce() throws IOException {
        FakeCloud cloud =
                new FakeCloud()
                        .withoutStack("CDKToolkit")
                        .offerZones(Set.of("us-east-1a"), Set.of("us-east-1b"))
                        .addStackOf("field", "lake")
                        .addThing("irrigation-compute");

        assertThat(
                        Preflight.check(
                                        InfraConfigReader.read("a.tfvars", COMPUTE, folder),
                                        List.of(folder.resolve("job.jar")),
                                        cloud.cloud())
                                .problems())
                .containsExactly(
                        folder.resolve("job.jar") + " is missing: bin/build infra makes it",
                        "The CDK is not bootstrapped in account 123456789012 and us-east-1: run 'make bootstrap' for this ENV once, which does cdk bootstrap aws://123456789012/us-east-1",
                        "availability_zones: the account has no zone us-east-1b in us-east-1, it has us-east-1a",
                        "availability_zones: us-east-1a has no endpoint of AWS IoT Core's data plane, these have: us-east-1b",
                        "Stack pythoflow-field-lake is of environment field: an account and region hold one environment, since MQTT topics are one namespace there; destroy that one first, or deploy elsewhere",
                        "Thing irrigation-compute exists and was not made by this environment: adopt it with existing_certificate_arns, or remove it",
                        "compute_vpc_id = \"vpc-01234567\": there is no such VPC in us-east-1",
                        "compute_sg_id = \"sg-01234567\": there is none such in us-east-1",
                        "compute_private_rt_id = \"rtb-01234567\": there is none such in us-east-1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "NO_CREDENTIALS ~ There are no AWS credentials: set AWS_PROFILE,",
                "EXPIRED ~ The AWS credentials have expired: get new ones",
                "UNKNOWN_CREDENTIALS ~ AWS does not know the credentials, or the account has not enabled the region",
                "OTHER ~ AWS does not say who calls"
            })
    void saysWhatIsWrongWithCredentialsAndAsksNoMore(Reason reason, String problem)
            throws IOException {
        Preflight.Report report =
                check("", new FakeCloud().withoutStack("CDKToolkit").refuse("caller", reason));

        assertThat(report.problems()).singleElement().asString().startsWith(problem);
        assertThat(report.caller()).isEmpty();
        assertThat(report.notes())
                .containsExactly("Nothing else was asked of AWS: see to the credentials first");
    }

    @Test
    void aQuestionWithoutAnswerIsAProblemAndTheOthersAreAsked() throws IOException {
        FakeCloud cloud =
                new FakeCloud()
                        .refuse("zones", Reason.DENIED)
                        .refuse("thing", Reason.DENIED)
                        .addStackOf("field", "lake");

        assertThat(check("", cloud).problems())
                .hasSize(3)
                .contains("Cannot be checked: zones: no", "Cannot be checked: thing: no");
    }

    @Test
    void doesWithoutKnowingWhichZonesOfferTheEndpoint() throws IOException {
        Preflight.Report report = check("", new FakeCloud().refuse("iot zones", Reason.DENIED));

        assertThat(report.problems()).isEmpty();
        assertThat(report.notes())
                .containsExactly(
                        "Whether the zones offer the IoT data endpoint is not known: iot zones: no");
    }

    @ParameterizedTest
    @CsvSource({"5", "old", "''"})
    void anOldBootstrapIsNoBootstrap(String version) throws IOException {
        FakeCloud cloud =
                new FakeCloud()
                        .addStack(
                                "CDKToolkit",
                                "CREATE_COMPLETE",
                                Map.of(),
                                Map.of("BootstrapVersion", version));

        assertThat(check("", cloud).problems())
                .singleElement()
                .asString()
                .startsWith(
                        "The CDK's bootstrap stack has version "
                                + version
                                + " and must have 6 or newer");
    }

    @Test
    void withGivenRolesTheBucketIsAskedForAndNoBootstrap() throws IOException {
        FakeCloud cloud = new FakeCloud().withoutStack("CDKToolkit");

        assertThat(check(ROLES, cloud).problems())
                .containsExactly("asset_bucket = \"assets\": there is no such bucket");
        assertThat(check(ROLES, cloud.addBucket("assets", "eu-west-1")).problems())
                .containsExactly(
                        "asset_bucket = \"assets\" is in eu-west-1 and must be in aws_region = us-east-1");
        assertThat(check(ROLES, cloud.addBucket("assets", "us-east-1")).problems()).isEmpty();
    }

    @Test
    void arnsAreOfTheCallersAccount() throws IOException {
        assertThat(
                        check(
                                        ROLES.replace("123456789012", "210987654321"),
                                        new FakeCloud().addBucket("assets", "us-east-1"))
                                .problems())
                .containsExactly(
                        "The file names ARNs of account 210987654321, the credentials are of account 123456789012");
    }

    @Test
    void thingsOfTheEnvironmentItselfAreNoneOfAnother() throws IOException {
        FakeCloud cloud =
                new FakeCloud()
                        .addStackOf("dev", "devices", thing("irrigation-gateway-000"))
                        .addThing("irrigation-gateway-000")
                        .addThing("irrigation-gateway-001");

        assertThat(check("", cloud).problems())
                .singleElement()
                .asString()
                .startsWith("Thing irrigation-gateway-001 exists");
    }

    @Test
    void whatIsAdoptedMustBeThereWithAnActiveCertificate() throws IOException {
        String adopted =
                "existing_certificate_arns = { \"irrigation-gateway-000\" = \"arn:aws:iot:us-east-1:123456789012:cert/%s\" }"
                        .formatted(CERTIFICATE);
        FakeCloud cloud = new FakeCloud();

        assertThat(check(adopted, cloud).problems())
                .hasSize(2)
                .anySatisfy(problem -> assertThat(problem).contains("there is no such thing"))
                .anySatisfy(
                        problem -> assertThat(problem).contains("is missing and must be ACTIVE"));
        cloud.addThing("irrigation-gateway-000").addCertificate(CERTIFICATE, "REVOKED");
        assertThat(check(adopted, cloud).problems())
                .singleElement()
                .asString()
                .contains("is REVOKED and must be ACTIVE");
        cloud.addCertificate(CERTIFICATE, "ACTIVE");
        assertThat(check(adopted, cloud).problems()).isEmpty();
        cloud.addStackOf("dev", "devices", thing("irrigation-gateway-000"));
        assertThat(check(adopted, cloud).problems())
                .singleElement()
                .asString()
                .contains("which this environment made itself");
    }

    @Test
    void aStackAtWorkIsLeftAlone() throws IOException {
        Map<String, String> ours = Map.of("Project", "pythoflow", "Environment", "dev");
        FakeCloud cloud =
                new FakeCloud()
                        .addStack("pythoflow-dev-lake", "UPDATE_IN_PROGRESS", ours, Map.of())
                        .addStack("pythoflow-dev-network", "REVIEW_IN_PROGRESS", ours, Map.of());

        assertThat(check("", cloud).problems())
                .containsExactly(
                        "Stack pythoflow-dev-lake is UPDATE_IN_PROGRESS: wait until CloudFormation is done");
    }

    @Test
    void theComputeVpcIsAsTheFileSays() throws IOException {
        FakeCloud cloud =
                new FakeCloud()
                        .addVpc(
                                "vpc-01234567",
                                "10.1.0.0/16",
                                "sg-01234567",
                                "rtb-01234567",
                                "10.1.0.0/16");
        assertThat(check(COMPUTE, cloud).problems()).isEmpty();

        cloud.addVpc("vpc-76543210", "10.2.0.0/16", "sg-01234567", "rtb-01234567", "10.0.0.0/16")
                .addVpc("vpc-01234567", "10.3.0.0/16", "sg-9", "rtb-9");
        assertThat(check(COMPUTE, cloud).problems())
                .containsExactly(
                        "compute_vpc_cidr_block = \"10.1.0.0/16\": the VPC has 10.3.0.0/16",
                        "compute_sg_id = \"sg-01234567\" is of VPC vpc-76543210 and must be of compute_vpc_id = vpc-01234567",
                        "compute_private_rt_id = \"rtb-01234567\" is of VPC vpc-76543210 and must be of compute_vpc_id = vpc-01234567",
                        "compute_private_rt_id = \"rtb-01234567\" has a route to iot_vpc_cidr = 10.0.0.0/16 already: remove it, or choose another block");
        cloud.addStackOf("dev", "network");
        assertThat(check(COMPUTE, cloud).problems()).hasSize(3);
    }

    @Test
    void remindsOfTheMailToConfirm() throws IOException {
        assertThat(check("alarm_email = \"farm@example.org\"", new FakeCloud()).notes())
                .singleElement()
                .asString()
                .contains("farm@example.org");
    }

    private static Resource thing(String name) {
        return new Resource("Thing", "AWS::IoT::Thing", name, "Delete");
    }

    private Preflight.Report check(String variables, FakeCloud cloud) throws IOException {
        Path jar = Files.writeString(folder.resolve("there.jar"), "jar");
        return Preflight.check(
                InfraConfigReader.read("a.tfvars", variables, folder), List.of(jar), cloud.cloud());
    }
}
