package io.pythoflow.infra.cost;

/** A list price in us-east-1, in US dollars, without tax and free allowances. */
public enum Price {
    IOT_CONNECTION(0.08, 1e6, "million minutes of connection", Source.GREENGRASS_PAGE),
    IOT_MESSAGE(1.00, 1e6, "million messages, the first billion", Source.GREENGRASS_PAGE),
    IOT_MESSAGE_ABOVE_1_BILLION(
            0.80, 1e6, "million messages, the next 4 billion", Source.IOT_PAGE_BY_OTHERS),
    IOT_MESSAGE_ABOVE_5_BILLION(
            0.70, 1e6, "million messages above 5 billion", Source.IOT_PAGE_BY_OTHERS),
    IOT_RULE(0.15, 1e6, "million rules triggered", Source.IOT_PAGE_BY_OTHERS),
    IOT_ACTION(0.15, 1e6, "million actions of rules", Source.IOT_PAGE_BY_OTHERS),
    FIREHOSE(0.029, 1, "GB taken in, records rounded up to 5 KB", Source.FIREHOSE_PAGE_BY_OTHERS),
    FLINK_UNIT(0.11, 1, "processing unit (KPU) and hour", Source.FLINK_PAGE),
    FLINK_STORAGE(0.10, 1, "GB of running application storage and month", Source.FLINK_PAGE),
    FLINK_SNAPSHOT(0.023, 1, "GB of snapshots and month", Source.FLINK_PAGE),
    NAT_HOUR(0.045, 1, "NAT gateway and hour", Source.VPC_PAGE),
    NAT_DATA(0.045, 1, "GB through a NAT gateway", Source.VPC_PAGE),
    PUBLIC_ADDRESS(0.005, 1, "public IPv4 address and hour", Source.VPC_PAGE_BY_OTHERS),
    ENDPOINT_HOUR(0.01, 1, "interface endpoint, zone and hour", Source.ENDPOINT_TEST),
    ENDPOINT_DATA(0.01, 1, "GB through interface endpoints", Source.ENDPOINT_TEST),
    LOAD_BALANCER_HOUR(0.0225, 1, "network load balancer and hour", Source.LOAD_BALANCER_TEST),
    LOAD_BALANCER_UNIT(0.006, 1, "capacity unit (NLCU) and hour", Source.LOAD_BALANCING_PAGE),
    LOG_INGESTION(0.50, 1, "GB of logs taken in", Source.LOG_GROUP_TEST),
    LOG_STORAGE(0.03, 1, "GB of logs and month", Source.LOG_GROUP_TEST),
    METRIC(0.30, 1, "custom metric and month", Source.CLOUDWATCH_PAGE_BY_OTHERS),
    ALARM(0.10, 1, "metric of an alarm and month", Source.ALARM_TEST),
    DASHBOARD(3.00, 1, "dashboard and month", Source.DASHBOARD_TEST),
    STORAGE(0.023, 1, "GB in S3 and month", Source.BUCKET_TEST),
    WRITE_REQUEST(0.005, 1e3, "thousand writing requests of S3", Source.BUCKET_TEST),
    READ_REQUEST(0.0004, 1e3, "thousand reading requests of S3", Source.BUCKET_TEST),
    GLUE_REQUEST(1.00, 1e6, "million requests of Glue above the first", Source.GLUE_PAGE),
    SECRET(0.40, 1, "secret and month", Source.SECRETS_PAGE),
    ZONE(0.50, 1, "hosted zone and month", Source.ROUTE_53_PAGE),
    QUERY_DATA(5.00, 1024, "TB read by Athena", Source.ATHENA_PAGE_BY_OTHERS);

    private final double usd;
    private final double per;
    private final String unit;
    private final Source source;

    Price(double usd, double per, String unit, Source source) {
        this.usd = usd;
        this.per = per;
        this.unit = unit;
        this.source = source;
    }

    /** What {@code quantity} costs; of {@link #QUERY_DATA} in GB, of all else in single ones. */
    double of(double quantity) {
        return quantity / per * usd;
    }

    /** US dollars for one {@link #unit()}. */
    public double usd() {
        return usd;
    }

    public String unit() {
        return unit;
    }

    public Source source() {
        return source;
    }
}
