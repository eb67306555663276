package io.pythoflow.infra.deploy;

import io.pythoflow.contract.topic.Topics;
import io.pythoflow.infra.deploy.CloudException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;

/**
 * {@link SystemDocument} of AWS IoT Core, by one request of its data plane: a retained message
 * without payload takes the place of what was retained (docs.aws.amazon.com/iot, "HTTPS" and
 * "Publish").
 */
final class AwsSystemDocument implements SystemDocument {

    private static final String ACTION = "iot:RetainPublish";

    /** As signatures name the data plane. */
    private static final String SERVICE = "iotdata";

    private static final ContentStreamProvider EMPTY =
            ContentStreamProvider.fromByteArray(new byte[0]);

    private final SdkHttpClient http;
    private final AwsCredentialsProvider credentials;
    private final String region;
    private final Supplier<URI> endpoint;

    AwsSystemDocument(
            SdkHttpClient http,
            AwsCredentialsProvider credentials,
            String region,
            Supplier<URI> endpoint) {
        this.http = http;
        this.credentials = credentials;
        this.region = region;
        this.endpoint = endpoint;
    }

    @Override
    public void clear() {
        URI base = endpoint.get();
        SdkHttpRequest request =
                SdkHttpRequest.builder()
                        .method(SdkHttpMethod.POST)
                        .protocol(base.getScheme())
                        .host(base.getHost())
                        .port(base.getPort() < 0 ? null : base.getPort())
                        .encodedPath(
                                "/topics/"
                                        + URLEncoder.encode(
                                                Topics.SYSTEM_UPDATES, StandardCharsets.UTF_8))
                        .putRawQueryParameter("qos", "1")
                        .putRawQueryParameter("retain", "true")
                        .putHeader("Content-Length", "0")
                        .putHeader("Content-Type", "application/octet-stream")
                        .build();
        HttpExecuteResponse response = Ask.about(ACTION, () -> send(signed(request)));
        if (!response.httpResponse().isSuccessful()) {
            throw new CloudException(
                    response.httpResponse().statusCode() == 403 ? Reason.DENIED : Reason.OTHER,
                    ACTION + ": " + response.httpResponse().statusCode() + ": " + body(response),
                    null);
        }
    }

    private SdkHttpRequest signed(SdkHttpRequest request) {
        SignedRequest signed =
                AwsV4HttpSigner.create()
                        .sign(
                                sign ->
                                        sign.identity(credentials.resolveCredentials())
                                                .request(request)
                                                .payload(EMPTY)
                                                .putProperty(
                                                        AwsV4HttpSigner.SERVICE_SIGNING_NAME,
                                                        SERVICE)
                                                .putProperty(AwsV4HttpSigner.REGION_NAME, region));
        return signed.request();
    }

    private HttpExecuteResponse send(SdkHttpRequest request) {
        try {
            return http.prepareRequest(
                            HttpExecuteRequest.builder()
                                    .request(request)
                                    .contentStreamProvider(EMPTY)
                                    .build())
                    .call();
        } catch (IOException e) {
            throw SdkClientException.create(request.getUri() + ": " + e, e);
        }
    }

    private static String body(HttpExecuteResponse response) {
        if (response.responseBody().isEmpty()) {
            return "";
        }
        try (InputStream body = response.responseBody().get()) {
            return new String(body.readNBytes(500), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
