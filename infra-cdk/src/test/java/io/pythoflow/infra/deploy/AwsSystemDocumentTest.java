package io.pythoflow.infra.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

class AwsSystemDocumentTest {

    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final SdkHttpClient http = UrlConnectionHttpClient.create();
    private HttpServer server;
    private int status = 200;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::record);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        http.close();
    }

    @Test
    void retainsAMessageWithoutPayload() {
        document().clear();

        assertThat(requests)
                .singleElement()
                .asString()
                .startsWith(
                        "POST /topics/irrigation%2Fsystem%2Fupdates?qos=1&retain=true of 0 bytes, AWS4-HMAC-SHA256 Credential=test/")
                .contains("/eu-west-1/iotdata/aws4_request");
    }

    @Test
    void saysWhyItWasNotAllowed() {
        status = 403;

        assertThatThrownBy(() -> document().clear())
                .isInstanceOf(CloudException.class)
                .hasMessage("iot:RetainPublish: 403: not you");
    }

    private AwsSystemDocument document() {
        return new AwsSystemDocument(
                http,
                StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")),
                "eu-west-1",
                () -> URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
    }

    private void record(HttpExchange exchange) throws IOException {
        requests.add(
                exchange.getRequestMethod()
                        + " "
                        + exchange.getRequestURI().toASCIIString()
                        + " of "
                        + exchange.getRequestBody().readAllBytes().length
                        + " bytes, "
                        + exchange.getRequestHeaders().getFirst("Authorization"));
        byte[] answer = "not you".getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }
}
