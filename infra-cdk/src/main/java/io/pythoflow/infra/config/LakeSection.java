package io.pythoflow.infra.config;

import io.pythoflow.contract.property.LakeProperties;
import io.pythoflow.infra.config.InfraConfig.Lake;
import io.pythoflow.infra.config.InfraConfig.OnDestroy;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** Bucket, tables and who asks them: their variables. */
final class LakeSection {

    private static final int CENTURY_DAYS = 36_500;

    static final Variable<String> GLUE_DATABASE =
            Variable.of(
                    "glue_database",
                    VariableType.of(LakeProperties.GLUE_DATABASE),
                    '"' + LakeProperties.GLUE_DATABASE.defaultText() + '"',
                    "Database of the tables and views in Glue.");

    static final Variable<Integer> ATHENA_SCAN_LIMIT_GB =
            Variable.of(
                    "athena_scan_limit_gb",
                    VariableType.integer(1, 10_000),
                    "100",
                    "Most gigabytes that one Athena query may read before it is stopped.");

    static final Variable<Integer> TABLE_EXPIRY_DAYS =
            Variable.optional(
                    "table_expiry_days",
                    VariableType.integer(1, CENTURY_DAYS),
                    "never",
                    "3650",
                    "Age in days at which files of the tables are deleted.");

    static final Variable<Boolean> RAW_ARCHIVE =
            Variable.of(
                    "raw_archive",
                    VariableType.flag(),
                    "true",
                    "Whether every message is kept as received, through Firehose: what the original"
                            + " firmware sends while the job is away is in the archive alone.");

    static final Variable<Integer> ARCHIVE_EXPIRY_DAYS =
            Variable.optional(
                    "archive_expiry_days",
                    VariableType.integer(1, CENTURY_DAYS),
                    "never",
                    "365",
                    "Age in days at which those are deleted; for raw_archive = true.");

    static final Variable<String> CRAWLER_SCHEDULE =
            Variable.optional(
                    "crawler_schedule",
                    VariableType.text(
                            "a schedule of Glue such as cron(15 3 * * ? *): minutes, hours, day of month,"
                                    + " month, day of week, year",
                            Pattern.compile("cron\\([^\\s()]+( [^\\s()]+){5}\\)")),
                    "the crawler runs when it is told to",
                    "\"cron(15 3 * * ? *)\"",
                    "When the crawler runs. The job registers its partitions itself: the crawler is a"
                            + " safety net.");

    static final Variable<OnDestroy> ON_DESTROY =
            Variable.of(
                    "on_destroy",
                    VariableType.oneOf(OnDestroy.class),
                    "\"keep\"",
                    "What becomes of stored data and logs when the environment is destroyed.");

    static final Section SECTION =
            new Section(
                    "Lake",
                    List.of(
                            GLUE_DATABASE,
                            ATHENA_SCAN_LIMIT_GB,
                            TABLE_EXPIRY_DAYS,
                            RAW_ARCHIVE,
                            ARCHIVE_EXPIRY_DAYS,
                            CRAWLER_SCHEDULE,
                            ON_DESTROY));

    private LakeSection() {}

    static Lake read(Variables variables) {
        boolean rawArchive = variables.value(RAW_ARCHIVE);
        Optional<Integer> archiveExpiry = variables.find(ARCHIVE_EXPIRY_DAYS);
        if (!rawArchive && variables.areSound(RAW_ARCHIVE) && archiveExpiry.isPresent()) {
            variables.refuse(
                    ARCHIVE_EXPIRY_DAYS,
                    "must not be set with raw_archive = false, which has no archive");
        }
        return new Lake(
                variables.value(GLUE_DATABASE),
                variables.value(ATHENA_SCAN_LIMIT_GB),
                optional(variables.find(TABLE_EXPIRY_DAYS)),
                rawArchive,
                optional(archiveExpiry),
                variables.find(CRAWLER_SCHEDULE),
                variables.value(ON_DESTROY));
    }

    static OptionalInt optional(Optional<Integer> number) {
        return number.map(OptionalInt::of).orElseGet(OptionalInt::empty);
    }
}
