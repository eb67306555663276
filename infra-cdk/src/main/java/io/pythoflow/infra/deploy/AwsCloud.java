package io.pythoflow.infra.deploy;

import io.pythoflow.infra.deploy.Identity.Caller;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.iot.IotClient;
import software.amazon.awssdk.services.iot.model.DescribeEndpointResponse;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/**
 * AWS itself, by the usual chain of credentials. {@code AWS_ENDPOINT_URL} names an emulator for
 * every service. Used by one thread.
 */
final class AwsCloud implements AutoCloseable {

    private final Region region;
    private final SdkHttpClient http = UrlConnectionHttpClient.create();
    private final DefaultCredentialsProvider credentials =
            DefaultCredentialsProvider.builder().build();
    private final StsClient sts;
    private final CloudFormationClient cloudFormation;
    private final S3Client s3;
    private final Ec2Client ec2;
    private final IotClient iot;
    private final Map<String, String> environment;

    AwsCloud(String regionName, Map<String, String> environment) {
        this.environment = environment;
        region = Region.of(regionName);
        sts = configured(StsClient.builder()).httpClient(http).build();
        cloudFormation = configured(CloudFormationClient.builder()).httpClient(http).build();
        s3 = configured(S3Client.builder()).httpClient(http).build();
        ec2 = configured(Ec2Client.builder()).httpClient(http).build();
        iot = configured(IotClient.builder()).httpClient(http).build();
    }

    Cloud cloud() {
        return new Cloud(
                this::caller,
                new AwsStacks(cloudFormation),
                new AwsBuckets(s3),
                new AwsNetwork(ec2, region.id()),
                new AwsThings(iot),
                new AwsSystemDocument(http, credentials, region.id(), this::iotData));
    }

    private Caller caller() {
        GetCallerIdentityResponse response =
                Ask.about("sts:GetCallerIdentity", sts::getCallerIdentity);
        return new Caller(response.account(), response.arn());
    }

    private URI iotData() {
        return emulator("AWS_ENDPOINT_URL_IOT_DATA_PLANE")
                .or(() -> emulator("AWS_ENDPOINT_URL"))
                .orElseGet(
                        () -> {
                            DescribeEndpointResponse response =
                                    Ask.about(
                                            "iot:DescribeEndpoint",
                                            () ->
                                                    iot.describeEndpoint(
                                                            request ->
                                                                    request.endpointType(
                                                                            "iot:Data-ATS")));
                            return URI.create("https://" + response.endpointAddress());
                        });
    }

    private <B extends AwsClientBuilder<B, ?>> B configured(B builder) {
        emulator("AWS_ENDPOINT_URL").ifPresent(builder::endpointOverride);
        return builder.region(region).credentialsProvider(credentials);
    }

    private Optional<URI> emulator(String variable) {
        return Optional.ofNullable(environment.get(variable))
                .filter(value -> !value.isBlank())
                .map(URI::create);
    }

    @Override
    public void close() {
        List.of(sts, cloudFormation, s3, ec2, iot, credentials, http).forEach(AwsCloud::close);
    }

    private static void close(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            throw new IllegalStateException("Cannot close " + closeable, e);
        }
    }
}
