package io.pythoflow.infra.deploy;

import java.util.Optional;

/** Devices of AWS IoT Core in an account and region. */
interface ThingCatalog {

    boolean exists(String thing);

    /** Status of a certificate such as {@code ACTIVE}; empty where there is none. */
    Optional<String> certificateStatus(String certificateId);
}
