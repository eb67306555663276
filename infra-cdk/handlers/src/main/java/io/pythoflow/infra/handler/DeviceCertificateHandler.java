package io.pythoflow.infra.handler;

import software.amazon.awssdk.services.iot.IotClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/** {@code Custom::DeviceCertificate}: one generation of a device's certificate. */
public final class DeviceCertificateHandler extends CustomResourceHandler {

    /** What Lambda calls. */
    public DeviceCertificateHandler() {
        this(
                Clients.build(IotClient.builder()),
                Clients.build(SecretsManagerClient.builder()),
                Platform.lambda());
    }

    DeviceCertificateHandler(IotClient iot, SecretsManagerClient secrets, Platform platform) {
        super(new DeviceCertificate(iot, secrets), platform);
    }
}
