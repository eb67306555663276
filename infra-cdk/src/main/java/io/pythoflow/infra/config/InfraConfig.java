package io.pythoflow.infra.config;

import io.pythoflow.contract.rules.ControlMode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One environment: what {@code environments/<name>.tfvars} says, validated. Which variable is which
 * component, what is allowed and what holds where a file is silent, is in {@link
 * InfraConfigReader}.
 *
 * @param environment name that stacks, client ids, the share group and secrets carry
 * @param region of AWS, for example {@code us-east-1}
 * @param existingRoles given where the account may create no roles
 */
public record InfraConfig(
        String environment,
        String region,
        Network network,
        Devices devices,
        Lake lake,
        Processing processing,
        Alarms alarms,
        Optional<ExistingRoles> existingRoles) {

    /** How what runs in the private subnets reaches AWS. */
    public enum InternetAccess {
        /** Through NAT gateways in the public subnets. */
        NAT,
        /** Through interface endpoints alone: nothing reaches the internet. */
        ENDPOINTS
    }

    /** Where the load balancer in front of the IoT endpoint listens. */
    public enum LoadBalancerScheme {
        INTERNAL,
        INTERNET_FACING
    }

    /** What becomes of stored data when the environment is destroyed. */
    public enum OnDestroy {
        KEEP,
        DELETE
    }

    /** How much AWS IoT Core logs. */
    public enum IotLogLevel {
        DEBUG,
        INFO,
        WARN,
        ERROR,
        DISABLED
    }

    /**
     * The VPC.
     *
     * @param vpcCidr IPv4 block of the VPC
     * @param availabilityZones one for each private subnet, in their order
     * @param privateSubnetCidrs within the VPC, at least two
     * @param publicSubnetCidrs as many, within the VPC
     * @param natGateways how many, where internet access is {@link InternetAccess#NAT}
     * @param mqttAllowedCidrs who may reach the load balancer, beside the VPC and the compute VPC
     * @param flowLogs whether the VPC's traffic is logged into the bucket of logs
     * @param compute the VPC that is peered; empty for none
     */
    public record Network(
            Cidr vpcCidr,
            List<String> availabilityZones,
            List<Cidr> privateSubnetCidrs,
            List<Cidr> publicSubnetCidrs,
            InternetAccess internetAccess,
            int natGateways,
            LoadBalancerScheme loadBalancerScheme,
            List<Cidr> mqttAllowedCidrs,
            boolean flowLogs,
            Optional<ComputeVpc> compute) {

        public Network {
            availabilityZones = List.copyOf(availabilityZones);
            privateSubnetCidrs = List.copyOf(privateSubnetCidrs);
            publicSubnetCidrs = List.copyOf(publicSubnetCidrs);
            mqttAllowedCidrs = List.copyOf(mqttAllowedCidrs);
        }
    }

    /** A VPC made elsewhere, in the same account and region, that consumes the messages too. */
    public record ComputeVpc(
            String vpcId, Cidr cidr, String securityGroupId, String privateRouteTableId) {}

    /**
     * Gateways, the job and the operator as devices.
     *
     * @param gateways how many, from {@code irrigation-gateway-000} on
     * @param certificateGenerations thing → generations of its certificate that exist; a thing that
     *     is not named has generation 1, or none where its certificate was made elsewhere
     * @param existingCertificateArns thing → certificate made elsewhere; the thing exists too
     * @param logLevel of AWS IoT Core
     */
    public record Devices(
            int gateways,
            Map<String, List<Integer>> certificateGenerations,
            Map<String, String> existingCertificateArns,
            IotLogLevel logLevel) {

        public Devices {
            certificateGenerations = Map.copyOf(certificateGenerations);
            existingCertificateArns = Map.copyOf(existingCertificateArns);
        }

        /**
         * The generations of a thing's certificate that exist; none where it was made elsewhere and
         * no generation is named. The job has one in any case: it takes its key from a secret of
         * ours.
         */
        public List<Integer> generationsOf(String thing) {
            boolean elsewhere =
                    existingCertificateArns.containsKey(thing) && !thing.equals(Things.COMPUTE);
            return certificateGenerations.getOrDefault(thing, elsewhere ? List.of() : List.of(1));
        }
    }

    /**
     * Bucket, tables and who asks them.
     *
     * @param scanLimitGb most that one Athena query may read
     * @param tableExpiryDays age at which files of the tables are deleted; empty for never
     * @param rawArchive whether every message is kept as received
     * @param archiveExpiryDays age at which those are deleted; empty for never
     * @param crawlerSchedule cron expression of Glue; empty for a crawler that runs when told to
     */
    public record Lake(
            String glueDatabase,
            int scanLimitGb,
            OptionalInt tableExpiryDays,
            boolean rawArchive,
            OptionalInt archiveExpiryDays,
            Optional<String> crawlerSchedule,
            OnDestroy onDestroy) {}

    /**
     * The Flink application.
     *
     * @param parallelism of the job, at its start
     * @param parallelismPerKpu subtasks of each operator that share a processing unit
     * @param autoscaling whether the service changes the parallelism by load
     * @param startOnDeploy whether a deploy starts the job and waits until it runs
     * @param allowNonRestoredState whether an update may leave state behind
     * @param slots MQTT sessions of the job
     * @param initialRules a rules document to begin with; empty for none
     * @param jobProperties further settings of the job, by their keys; they go over all others
     * @param logRetentionDays of the job's and the handlers' logs
     */
    public record Processing(
            int parallelism,
            int parallelismPerKpu,
            boolean autoscaling,
            Duration checkpointInterval,
            boolean startOnDeploy,
            boolean allowNonRestoredState,
            Duration windowLength,
            Duration lateness,
            int slots,
            ControlMode controlMode,
            Optional<Path> initialRules,
            Map<String, String> jobProperties,
            int logRetentionDays) {

        public Processing {
            jobProperties = Map.copyOf(jobProperties);
        }
    }

    /**
     * Who is told.
     *
     * @param email of alarms and of what threatens a field; empty for a topic without subscriber
     * @param monthlyBudgetUsd of the account; needs the e-mail; empty for no budget
     */
    public record Alarms(Optional<String> email, OptionalInt monthlyBudgetUsd) {}

    /**
     * Roles that were made elsewhere.
     *
     * @param arns for every purpose
     * @param assetBucket that the deploying person may write to: jars and rules go there
     */
    public record ExistingRoles(Map<RolePurpose, String> arns, String assetBucket) {

        public ExistingRoles {
            arns = Map.copyOf(arns);
        }
    }

    public InfraConfig {
        Objects.requireNonNull(environment, "environment");
        Objects.requireNonNull(region, "region");
    }
}
