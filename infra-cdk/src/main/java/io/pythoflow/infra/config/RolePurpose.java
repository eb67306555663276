package io.pythoflow.infra.config;

import java.util.Locale;

/** What a role is for; the keys of {@code existing_role_arns}. */
public enum RolePurpose {
    /** The Flink application. */
    FLINK,
    /** The Lambda functions of custom resources. */
    HANDLERS,
    /** The Glue crawler. */
    CRAWLER,
    /** Firehose, which writes the raw archive. */
    FIREHOSE,
    /** Rules of AWS IoT Core. */
    IOT_RULES,
    /** Logging of AWS IoT Core. */
    IOT_LOGGING;

    /** The key in the file. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
