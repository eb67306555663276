package io.pythoflow.infra.deploy;

import java.util.Optional;
import software.amazon.awssdk.services.iot.IotClient;

/** {@link ThingCatalog} of AWS IoT Core. */
final class AwsThings implements ThingCatalog {

    private static final String UNKNOWN = "ResourceNotFoundException";

    private final IotClient client;

    AwsThings(IotClient client) {
        this.client = client;
    }

    @Override
    public boolean exists(String thing) {
        return Ask.find(
                        "iot:DescribeThing",
                        () -> client.describeThing(request -> request.thingName(thing)),
                        UNKNOWN)
                .isPresent();
    }

    @Override
    public Optional<String> certificateStatus(String certificateId) {
        return Ask.find(
                "iot:DescribeCertificate",
                () ->
                        client.describeCertificate(request -> request.certificateId(certificateId))
                                .certificateDescription()
                                .statusAsString(),
                UNKNOWN);
    }
}
