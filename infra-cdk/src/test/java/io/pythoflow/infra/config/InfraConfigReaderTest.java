package io.pythoflow.infra.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pythoflow.contract.rules.ControlMode;
import io.pythoflow.infra.config.InfraConfig.ComputeVpc;
import io.pythoflow.infra.config.InfraConfig.InternetAccess;
import io.pythoflow.infra.config.InfraConfig.IotLogLevel;
import io.pythoflow.infra.config.InfraConfig.LoadBalancerScheme;
import io.pythoflow.infra.config.InfraConfig.OnDestroy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InfraConfigReaderTest {

    private static final String CERTIFICATE =
            "arn:aws:iot:us-east-1:123456789012:cert/" + "0123456789abcdef".repeat(4);

    @TempDir private Path folder;

    @Test
    void defaultsCostLittleAndOpenNothing() {
        InfraConfig config = read("");

        assertThat(config.environment()).isEqualTo("dev");
        assertThat(config.region()).isEqualTo("us-east-1");
        assertThat(config.network().vpcCidr()).hasToString("10.0.0.0/16");
        assertThat(config.network().availabilityZones())
                .containsExactly("us-east-1a", "us-east-1b");
        assertThat(config.network().privateSubnetCidrs())
                .hasToString("[10.0.128.0/24, 10.0.129.0/24]");
        assertThat(config.network().publicSubnetCidrs()).hasToString("[10.0.0.0/24, 10.0.1.0/24]");
        assertThat(config.network().internetAccess()).isEqualTo(InternetAccess.NAT);
        assertThat(config.network().natGateways()).isEqualTo(1);
        assertThat(config.network().loadBalancerScheme()).isEqualTo(LoadBalancerScheme.INTERNAL);
        assertThat(config.network().mqttAllowedCidrs()).isEmpty();
        assertThat(config.network().flowLogs()).isTrue();
        assertThat(config.network().compute()).isEmpty();
        assertThat(config.devices().gateways()).isEqualTo(2);
        assertThat(config.devices().certificateGenerations()).isEmpty();
        assertThat(config.devices().existingCertificateArns()).isEmpty();
        assertThat(config.devices().logLevel()).isEqualTo(IotLogLevel.ERROR);
        assertThat(config.lake().glueDatabase()).isEqualTo("iot_data_catalog");
        assertThat(config.lake().scanLimitGb()).isEqualTo(100);
        assertThat(config.lake().tableExpiryDays()).isEmpty();
        assertThat(config.lake().rawArchive()).isTrue();
        assertThat(config.lake().archiveExpiryDays()).isEmpty();
        assertThat(config.lake().crawlerSchedule()).isEmpty();
        assertThat(config.lake().onDestroy()).isEqualTo(OnDestroy.KEEP);
        assertThat(config.processing().parallelism()).isEqualTo(1);
        assertThat(config.processing().parallelismPerKpu()).isEqualTo(1);
        assertThat(config.processing().autoscaling()).isFalse();
        assertThat(config.processing().checkpointInterval()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.processing().startOnDeploy()).isTrue();
        assertThat(config.processing().allowNonRestoredState()).isFalse();
        assertThat(config.processing().windowLength()).isEqualTo(Duration.ofMinutes(30));
        assertThat(config.processing().lateness()).isEqualTo(Duration.ofHours(24));
        assertThat(config.processing().slots()).isEqualTo(4);
        assertThat(config.processing().controlMode()).isEqualTo(ControlMode.ADVISE);
        assertThat(config.processing().initialRules()).isEmpty();
        assertThat(config.processing().jobProperties()).isEmpty();
        assertThat(config.processing().logRetentionDays()).isEqualTo(30);
        assertThat(config.alarms().email()).isEmpty();
        assertThat(config.alarms().monthlyBudgetUsd()).isEmpty();
        assertThat(config.existingRoles()).isEmpty();
    }

    @Test
    void everyVariableIsTaken() throws IOException {
        Files.copy(
                Path.of(
                        System.getProperty("pythoflow.root"),
                        "docs/examples/rules/two-zones-one-pump.json"),
                folder.resolve("rules.json"));
        InfraConfig config =
                read(
                        """
                        environment = "field-2"
                        aws_region = "eu-central-1"
                        iot_vpc_cidr = "10.8.0.0/16"
                        availability_zones = ["eu-central-1c", "eu-central-1a", "eu-central-1b"]
                        private_subnet_cidrs = ["10.8.1.0/24", "10.8.2.0/24", "10.8.3.0/24"]
                        public_subnet_cidrs = ["10.8.4.0/26", "10.8.5.0/26", "10.8.6.0/26"]
                        internet_access = "nat"
                        nat_gateways = 3
                        load_balancer_scheme = "internet-facing"
                        mqtt_allowed_cidrs = ["192.0.2.0/24", "198.51.100.7/32"]
                        flow_logs = false
                        compute_vpc_id = "vpc-01234567"
                        compute_vpc_cidr_block = "10.9.0.0/16"
                        compute_sg_id = "sg-01234567"
                        compute_private_rt_id = "rtb-01234567"
                        number_of_gateways = 3
                        certificate_generations = { "irrigation-gateway-002" = [4, 5] }
                        existing_certificate_arns = { "irrigation-compute" = "arn:aws:iot:eu-central-1:123456789012:cert/%s" }
                        iot_log_level = "info"
                        glue_database = "fields"
                        athena_scan_limit_gb = 5
                        table_expiry_days = 4000
                        raw_archive = true
                        archive_expiry_days = 90
                        crawler_schedule = "cron(0 3 ? * MON *)"
                        on_destroy = "delete"
                        parallelism = 8
                        parallelism_per_kpu = 4
                        autoscaling = true
                        checkpoint_interval = "10 s"
                        start_on_deploy = false
                        allow_non_restored_state = true
                        window_length = "15 min"
                        lateness = "2 d"
                        slots = 16
                        control_mode = "act"
                        initial_rules = "rules.json"
                        job_properties = { "mqtt.session.expiry" = "2 h", "mqtt.receive.maximum" = 50 }
                        log_retention_days = 90
                        alarm_email = "farm@example.org"
                        monthly_budget_usd = 300
                        existing_role_arns = { default = "arn:aws:iam::123456789012:role/LabRole", flink = "arn:aws:iam::123456789012:role/a/Flink" }
                        asset_bucket = "assets-here"
                        """
                                .formatted("0123456789abcdef".repeat(4)));

        assertThat(config.environment()).isEqualTo("field-2");
        assertThat(config.network().availabilityZones())
                .containsExactly("eu-central-1c", "eu-central-1a", "eu-central-1b");
        assertThat(config.network().publicSubnetCidrs())
                .hasToString("[10.8.4.0/26, 10.8.5.0/26, 10.8.6.0/26]");
        assertThat(config.network().natGateways()).isEqualTo(3);
        assertThat(config.network().loadBalancerScheme())
                .isEqualTo(LoadBalancerScheme.INTERNET_FACING);
        assertThat(config.network().mqttAllowedCidrs())
                .hasToString("[192.0.2.0/24, 198.51.100.7/32]");
        assertThat(config.network().flowLogs()).isFalse();
        assertThat(config.network().compute())
                .contains(
                        new ComputeVpc(
                                "vpc-01234567",
                                Cidr.parse("10.9.0.0/16"),
                                "sg-01234567",
                                "rtb-01234567"));
        assertThat(config.devices().certificateGenerations())
                .isEqualTo(Map.of("irrigation-gateway-002", List.of(4, 5)));
        assertThat(config.devices().existingCertificateArns())
                .containsOnlyKeys("irrigation-compute");
        assertThat(config.devices().logLevel()).isEqualTo(IotLogLevel.INFO);
        assertThat(config.lake())
                .isEqualTo(
                        new InfraConfig.Lake(
                                "fields",
                                5,
                                OptionalInt.of(4000),
                                true,
                                OptionalInt.of(90),
                                Optional.of("cron(0 3 ? * MON *)"),
                                OnDestroy.DELETE));
        assertThat(config.processing())
                .isEqualTo(
                        new InfraConfig.Processing(
                                8,
                                4,
                                true,
                                Duration.ofSeconds(10),
                                false,
                                true,
                                Duration.ofMinutes(15),
                                Duration.ofDays(2),
                                16,
                                ControlMode.ACT,
                                Optional.of(folder.resolve("rules.json")),
                                Map.of("mqtt.session.expiry", "2 h", "mqtt.receive.maximum", "50"),
                                90));
        assertThat(config.alarms().email()).contains("farm@example.org");
        assertThat(config.alarms().monthlyBudgetUsd()).hasValue(300);
        assertThat(config.existingRoles().orElseThrow().assetBucket()).isEqualTo("assets-here");
        assertThat(config.existingRoles().orElseThrow().arns())
                .hasSize(RolePurpose.values().length)
                .containsEntry(RolePurpose.FLINK, "arn:aws:iam::123456789012:role/a/Flink")
                .containsEntry(RolePurpose.CRAWLER, "arn:aws:iam::123456789012:role/LabRole");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "original", "academy"})
    void theFilesOfTheRepositoryCanBeUsed(String environment) throws IOException {
        InfraConfig config =
                InfraConfigReader.read(
                        Path.of(
                                System.getProperty("pythoflow.root"),
                                "infra-cdk/environments",
                                environment + ".tfvars"));

        assertThat(config.network().availabilityZones()).hasSize(2);
        assertThat(config.network().compute().isPresent())
                .isEqualTo(environment.equals("original"));
        assertThat(config.existingRoles().isPresent()).isEqualTo(environment.equals("academy"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '|',
            value = {
                "environment = \"Dev\" ~ environment = \"Dev\": must be 1 to 20 lower-case letters",
                "environment = \"a-\" ~ environment = \"a-\": must be",
                "environment = 5 ~ environment = 5: must be",
                "aws_region = \"mars\" ~ aws_region = \"mars\": must be a region of AWS such as us-east-1",
                "iot_vpc_cidr = \"10.0.0.0\" ~ (it has not the form 10.0.0.0/16)",
                "iot_vpc_cidr = \"10.0.0.300/24\" ~ (300 is above 255)",
                "iot_vpc_cidr = \"10.0.0.1/16\" ~ (bits beyond its prefix are set; the block begins at 10.0.0.0/16)",
                "iot_vpc_cidr = \"10.0.0.0/33\" ~ (its prefix /33 is above /32)",
                "iot_vpc_cidr = \"10.00.0.0/16\" ~ (00 begins with 0)",
                "iot_vpc_cidr = \"10.0.0.0/8\" ~ (its prefix is /8)",
                "private_subnet_cidrs = [\"10.0.1.0/24\", \"10.1.1.0/24\"] ~ 10.1.1.0/24 must be within iot_vpc_cidr = 10.0.0.0/16",
                "private_subnet_cidrs = [\"10.0.1.0/24\"] ~ must be a list of 2 to 6",
                "private_subnet_cidrs = [\"10.0.1.0/24\", \"10.0.1.128/25\"] ~ 10.0.1.128/25 must not overlap 10.0.1.0/24",
                "private_subnet_cidrs = [\"10.0.1.0/28\", \"10.0.2.0/24\"] ~ 10.0.1.0/28 has 16 addresses and must have 22",
                "private_subnet_cidrs = [\"10.0.0.0/17\", \"10.0.128.0/17\"] ~ has no room for 2 more blocks of /17",
                "public_subnet_cidrs = [\"10.0.1.0/24\", \"10.0.128.0/25\"] ~ 10.0.128.0/25 must not overlap private subnet 10.0.128.0/24",
                "public_subnet_cidrs = [\"10.0.1.0/24\", \"10.0.2.0/24\", \"10.0.3.0/24\"] ~ must be 2, as many as private_subnet_cidrs",
                "availability_zones = [\"us-east-1a\", \"us-east-1a\"] ~ must name each zone once",
                "availability_zones = [\"us-east-1a\", \"us-west-2b\"] ~ us-west-2b must be of aws_region = us-east-1",
                "availability_zones = [\"us-east-1a\", \"us-east-1b\", \"us-east-1c\"] ~ must be 2, as many as private_subnet_cidrs",
                "nat_gateways = 3 ~ nat_gateways = 3: must be at most 2, one for each zone",
                "internet_access = \"vpn\" ~ must be one of nat, endpoints",
                "load_balancer_scheme = \"public\" ~ must be one of internal, internet-facing",
                "mqtt_allowed_cidrs = [\"10.0.5.0/24\"] ~ 10.0.5.0/24 must be left out: iot_vpc_cidr = 10.0.0.0/16 is allowed anyway",
                "mqtt_allowed_cidrs = [\"1.2.0.0/16\", \"1.2.3.0/24\"] ~ 1.2.3.0/24 must not overlap 1.2.0.0/16",
                "flow_logs = \"true\" ~ flow_logs = \"true\": must be true or false, without quotes",
                "number_of_gateways = 0 ~ must be a whole number from 1 to 90",
                "number_of_gateways = 91 ~ number_of_gateways = 91: must be a whole number from 1 to 90",
                "certificate_generations = { \"irrigation-gateway-002\" = [1] } ~ number_of_gateways is 2",
                "certificate_generations = { \"irrigation-computer\" = [1] } ~ is irrigation-compute meant?",
                "certificate_generations = { \"irrigation-compute\" = [] } ~ must be a list of 1 to 2",
                "certificate_generations = { \"irrigation-compute\" = [2, 1] } ~ two that follow each other such as [1, 2]",
                "certificate_generations = { \"irrigation-compute\" = [0] } ~ must be a whole number from 1 to 9999",
                "existing_certificate_arns = { \"irrigation-compute\" = \"arn:x\" } ~ must be the ARN of a certificate",
                "glue_database = \"Fields\" ~ must be 1 to 255 lower-case letters, digits or '_'",
                "crawler_schedule = \"daily\" ~ must be a schedule of Glue",
                "archive_expiry_days = 0 ~ must be a whole number from 1 to 36500",
                "parallelism = 65 ~ must be at most 64 with parallelism_per_kpu = 1",
                "parallelism_per_kpu = 9 ~ must be a whole number from 1 to 8",
                "checkpoint_interval = \"2 min\" ~ must be a duration from 1 s to 1 min",
                "checkpoint_interval = \"20 s\" ~ must be below mqtt.resend.after = 20 s",
                "window_length = \"2 d\" ~ must be a duration from 1 s to 1 d",
                "lateness = \"31 d\" ~ must be a duration from 0 s to 30 d",
                "slots = 0 ~ must be a whole number from 1 to 1000",
                "control_mode = \"auto\" ~ must be one of off, advise, act",
                "initial_rules = \"none.json\" ~ must be a file, and there is none at",
                "initial_rules = \"\\u0000\" ~ initial_rules",
                "job_properties = { \"mqtt.slots\" = 8 } ~ mqtt.slots must be left out: set the variable slots instead",
                "job_properties = { INTERVAL_MINUTES = 8 } ~ INTERVAL_MINUTES must be left out: set the variable window_length instead",
                "job_properties = { \"mqtt.broker\" = \"x\" } ~ mqtt.broker must be left out: it follows from the deployment",
                "job_properties = { \"mqtt.keep.alife\" = \"60 s\" } ~ mqtt.keep.alife is no setting of the job; is mqtt.keep.alive meant?",
                "job_properties = { \"x\" = 1 } ~ x is no setting of the job; docs/configuration.md lists them",
                "job_properties = { \"mqtt.keep.alive\" = \"1 s\" } ~ mqtt.keep.alive = '1 s': must be a duration from 5 s to 20 min",
                "job_properties = { \"mqtt.keep.alive\" = \" \" } ~ leave it out for the default",
                "job_properties = { \"mqtt.keep.alive\" = [] } ~ must be a text or a number",
                "job_properties = { \"control.command.validity\" = \"5 s\" } ~ must be below control.command.validity = 5 s",
                "log_retention_days = 31 ~ must be one of 1, 3, 5, 7, 14, 30,",
                "alarm_email = \"farm\" ~ must be an e-mail address",
                "monthly_budget_usd = 5 ~ must come with alarm_email",
                "asset_bucket = \"abc\" ~ must not be set without existing_role_arns",
                "numer_of_gateways = 5 ~ numer_of_gateways: no such variable; is number_of_gateways meant?",
                "something = 5 ~ something: no such variable; docs/environment.md lists them"
            })
    void saysWhatIsNotAllowed(String text, String problem) {
        List<String> problems = problems(text);

        assertThat(problems).hasSize(1);
        assertThat(problems.get(0)).contains(problem);
    }

    @Test
    void blocksWithAMeaningOfTheirOwnAreNoVpc() {
        assertThat(
                        problems(
                                """
                                iot_vpc_cidr = "169.254.0.0/16"
                                private_subnet_cidrs = ["169.254.1.0/24", "169.254.2.0/24"]
                                """))
                .containsExactly(
                        "line 1: iot_vpc_cidr = \"169.254.0.0/16\": must not overlap 169.254.0.0/16, which has a meaning of its own");
    }

    @Test
    void blocksOfBothVpcsMustBeApart() {
        assertThat(problems(compute("10.0.0.0/20")))
                .containsExactly(
                        "line 2: compute_vpc_cidr_block = \"10.0.0.0/20\": must not overlap iot_vpc_cidr = 10.0.0.0/16: AWS peers no such VPCs");
        assertThat(problems(compute("10.1.0.0/16") + "mqtt_allowed_cidrs = [\"10.1.2.0/24\"]"))
                .containsExactly(
                        "line 5: mqtt_allowed_cidrs = [\"10.1.2.0/24\"]: 10.1.2.0/24 must be left out: compute_vpc_cidr_block = 10.1.0.0/16 is allowed anyway");
    }

    @Test
    void theComputeVpcIsNamedInFull() {
        assertThat(problems("compute_vpc_id = \"vpc-01234567\"\ncompute_sg_id = \"sg-01234567\""))
                .containsExactly(
                        "line 1: compute_vpc_cidr_block, compute_private_rt_id: must be set too, or none of the compute_ variables");
    }

    @Test
    void variablesThatExcludeEachOtherAreNotTogether() {
        assertThat(problems("internet_access = \"endpoints\"\nnat_gateways = 1"))
                .singleElement()
                .asString()
                .contains("must not be set with internet_access = \"endpoints\"");
        assertThat(problems("raw_archive = false\narchive_expiry_days = 1"))
                .singleElement()
                .asString()
                .contains("must not be set with raw_archive = false");
        assertThat(read("internet_access = \"endpoints\"").network().internetAccess())
                .isEqualTo(InternetAccess.ENDPOINTS);
    }

    @Test
    void anAdoptedCertificateIsOfTheRegionAndOneDevicesAlone() {
        assertThat(
                        problems(
                                "aws_region = \"us-west-2\"\nexisting_certificate_arns = { \"irrigation-compute\" = \"%s\", \"irrigation-operator\" = \"%s\" }"
                                        .formatted(CERTIFICATE, CERTIFICATE)))
                .hasSize(3)
                .anySatisfy(
                        problem ->
                                assertThat(problem).contains("must be of aws_region = us-west-2"))
                .anySatisfy(
                        problem ->
                                assertThat(problem)
                                        .contains(
                                                "must not be the certificate of irrigation-compute, too"));
    }

    @Test
    void givenRolesAreCompleteAndOfTheAccountOfTheCertificates() {
        assertThat(
                        problems(
                                """
                                existing_certificate_arns = { "irrigation-compute" = "%s" }
                                existing_role_arns = { flink = "arn:aws:iam::210987654321:role/a", crawlr = "arn:aws:iam::210987654321:role/a" }
                                """
                                        .formatted(CERTIFICATE)))
                .containsExactlyInAnyOrder(
                        "line 2: asset_bucket: must be set with existing_role_arns",
                        "line 2: existing_role_arns has the key \"crawlr\": must be one of flink, handlers, crawler, firehose, iot_rules, iot_logging, default; is crawler meant?",
                        "line 2: existing_role_arns: its ARNs and others must be of one account, and name 123456789012 and 210987654321",
                        "line 2: existing_role_arns has no role for handlers, crawler, firehose, iot_rules, iot_logging: must name one for each, or a default");
    }

    @Test
    void aRoleIsNamedByItsArn() {
        assertThat(
                        problems(
                                "existing_role_arns = { default = \"LabRole\" }\nasset_bucket = \"abc\""))
                .containsExactly(
                        "line 1: existing_role_arns = {\"default\" = \"LabRole\"}: must be the ARN of a role, arn:aws:iam::ACCOUNT:role/NAME");
    }

    @Test
    void everyProblemWithInitialRulesIsSaid() throws IOException {
        Files.writeString(
                folder.resolve("rules.json"),
                "{\"schema\": \"pythoflow.rules/1\", \"zones\": 5, \"pump\": 1}");

        assertThat(problems("initial_rules = \"rules.json\""))
                .hasSizeGreaterThan(1)
                .allSatisfy(
                        problem ->
                                assertThat(problem)
                                        .startsWith("line 1: initial_rules = \"rules.json\": "));
    }

    @Test
    void problemsOfEveryKindAreSaidAtOnceInTheirOrder() {
        assertThatThrownBy(
                        () ->
                                read(
                                        "slots = 0\nenvironment = \"x\nnumber_of_gateway = 1\nparallelism = 65\n"))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessage(
                        """
                        test.tfvars cannot be used:
                          line 1: slots = 0: must be a whole number from 1 to 1000
                          line 2: the text that begins here has no closing quote
                          line 3: number_of_gateway: no such variable; is number_of_gateways meant?
                          line 4: parallelism = 65: must be at most 64 with parallelism_per_kpu = 1: an application has at most 64 processing units""");
    }

    @Test
    void silenceAndNullAreOne() {
        assertThat(read("slots = null\nalarm_email = null")).isEqualTo(read(""));
    }

    @Test
    void bytesThatAreNoTextAreRefusedWithTheirLine() {
        assertThatThrownBy(
                        () ->
                                InfraConfigReader.read(
                                        "a.tfvars",
                                        new byte[] {'#', '\n', '#', (byte) 0xE9, '\n'},
                                        folder))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("line 2: is not in UTF-8");
    }

    @Test
    void whateverAFileHasIsAConfigOrAListOfProblems() throws IOException {
        Random random = new Random(7);
        String everything =
                Files.readString(
                                Path.of(
                                        System.getProperty("pythoflow.root"),
                                        "infra-cdk/environments/dev.tfvars"))
                        .replaceAll("(?m)^# (\\w+ = )", "$1");
        byte[] sound = everything.getBytes(StandardCharsets.UTF_8);
        int configs = 0;
        for (int run = 0; run < 3000; run++) {
            byte[] content = run % 3 == 0 ? noise(random) : broken(sound, random);
            try {
                InfraConfigReader.read("fuzz.tfvars", content, folder);
                configs++;
            } catch (InvalidConfigException e) {
                assertThat(e.problems()).isNotEmpty();
            }
        }
        assertThat(configs).isPositive();
    }

    private static byte[] noise(Random random) {
        byte[] content = new byte[random.nextInt(200)];
        random.nextBytes(content);
        return content;
    }

    /** Some bytes of it changed, for others that mean something, or cut. */
    private static byte[] broken(byte[] sound, Random random) {
        byte[] content = sound.clone();
        String meaning = "\"\\${}[]=,\n#/*<-0123456789.azAZ";
        for (int i = random.nextInt(4); i >= 0; i--) {
            content[random.nextInt(content.length)] =
                    (byte) meaning.charAt(random.nextInt(meaning.length()));
        }
        return random.nextInt(5) > 0
                ? content
                : Arrays.copyOf(content, random.nextInt(content.length));
    }

    private static String compute(String block) {
        return """
                compute_vpc_id = "vpc-01234567"
                compute_vpc_cidr_block = "%s"
                compute_sg_id = "sg-01234567"
                compute_private_rt_id = "rtb-01234567"
                """
                .formatted(block);
    }

    private InfraConfig read(String text) {
        return InfraConfigReader.read("test.tfvars", text, folder);
    }

    private List<String> problems(String text) {
        return catchThrowableOfType(InvalidConfigException.class, () -> read(text)).problems();
    }
}
