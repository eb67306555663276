package io.pythoflow.infra.cost;

import io.pythoflow.contract.operation.ServiceMetric;
import io.pythoflow.infra.config.InfraConfig.InternetAccess;
import java.util.ArrayList;
import java.util.List;

/**
 * The bill of one month in us-east-1: list prices, no free allowances but Glue's, no tax. Storage
 * is that of the twelfth month.
 *
 * <p>How AWS IoT Core meters: every 5 KB or part of it of a PUBLISH in each direction, and of a
 * PUBACK that a client sends; not the PUBACK that it sends itself, and not PINGREQ
 * (https://aws.amazon.com/iot-core/pricing/additional-details/).
 */
public record MonthlyCost(List<Line> lines) {

    public static final int MONTHS_STORED = 12;

    /** A message on the way to the job and its acknowledgement, with TLS and TCP; an estimate. */
    static final double WIRE_BYTES = 512;

    /** Of {@code readings}, measured ({@code docs/adr/0005-files-and-the-lake.md}). */
    static final double READING_BYTES = 12;

    /** Of all other tables for each reading; an estimate. */
    static final double DERIVED_BYTES = 12;

    /** Of the raw archive for each reading, gzip; {@code MonthlyCostTest} measures it. */
    static final double ARCHIVE_BYTES = 50;

    /** State that a snapshot holds for each reading of a day, measured; the most after 28 h. */
    static final double STATE_BYTES = 9.6;

    static final int SNAPSHOTS = 10;

    /** Two lines of Flink for every checkpoint, as JSON; an estimate. */
    static final double LOG_BYTES_PER_CHECKPOINT = 1_400;

    /**
     * The job's, each one metric of CloudWatch since the application's name is its only dimension,
     * and two that are counted from logs.
     */
    static final int CUSTOM_METRICS = ServiceMetric.values().length + 2;

    /** Metrics that alarms look at. */
    static final int ALARM_METRICS = 41;

    /** Endpoints beside iot.data that stand in for NAT. */
    static final int SERVICES = 5;

    /** Begin, one part, complete. */
    static final int REQUESTS_PER_FILE = 3;

    /** Of {@code readings}, a day and writer, with rows that wait 5 min: the most. */
    static final int READINGS_FILES_A_DAY = 312;

    /** Of the other tables: the most. */
    static final int OTHER_FILES_A_DAY = 96 + 312 + 312 + 624;

    static final int TABLES = 5;
    static final int QUERIES = 30;

    private static final double KB = 1024;
    private static final double GB = KB * KB * KB;
    private static final double DAYS = Workload.HOURS / 24;
    private static final double SECONDS = Workload.HOURS * 3600;
    private static final double METERED_BYTES = 5 * KB;

    /** What a line belongs to. */
    public enum Group {
        IOT("AWS IoT Core"),
        ARCHIVE("Raw archive"),
        FLINK("Managed Service for Apache Flink"),
        NETWORK("Network"),
        WATCHING("Logs, metrics, alarms"),
        LAKE("Tables and queries"),
        SECRETS("Secrets");

        private final String title;

        Group(String title) {
            this.title = title;
        }

        public String title() {
            return title;
        }
    }

    /**
     * One line of the bill.
     *
     * @param quantity in {@code unit}
     * @param usd for the month
     */
    public record Line(Group group, String what, double quantity, String unit, double usd) {}

    public MonthlyCost {
        lines = List.copyOf(lines);
    }

    public static MonthlyCost of(Workload workload) {
        Lines lines = new Lines();
        iot(workload, lines);
        archive(workload, lines);
        flink(workload, lines);
        network(workload, lines);
        watching(workload, lines);
        lake(workload, lines);
        lines.add(
                Group.SECRETS,
                "keys of gateways, job and operator",
                workload.traffic().gateways() + 2,
                "secrets",
                Price.SECRET);
        return new MonthlyCost(lines.lines);
    }

    public double total() {
        return lines.stream().mapToDouble(Line::usd).sum();
    }

    public double total(Group group) {
        return lines.stream().filter(line -> line.group() == group).mapToDouble(Line::usd).sum();
    }

    /** What AWS IoT Core asks for messages in a month: less for each the more there are. */
    static double messages(double number) {
        return Price.IOT_MESSAGE.of(Math.min(number, 1e9))
                + Price.IOT_MESSAGE_ABOVE_1_BILLION.of(Math.min(Math.max(0, number - 1e9), 4e9))
                + Price.IOT_MESSAGE_ABOVE_5_BILLION.of(Math.max(0, number - 5e9));
    }

    private static void iot(Workload workload, Lines lines) {
        Workload.Traffic traffic = workload.traffic();
        boolean running = workload.job().hoursRunning() > 0;
        double minutes =
                60
                        * (traffic.gateways() * Workload.HOURS
                                + workload.jobConnections() * workload.job().hoursRunning());
        lines.add(Group.IOT, "connections", minutes, "minutes", Price.IOT_CONNECTION);
        double published = traffic.messagesPerSecond() * SECONDS;
        double delivered = running ? published : 0;
        double all = published + 2 * delivered;
        double each = all == 0 ? 0 : messages(all) / all;
        lines.add(Group.IOT, "published by gateways", published, "messages", published * each);
        lines.add(Group.IOT, "delivered to the job", delivered, "messages", delivered * each);
        lines.add(Group.IOT, "acknowledged by the job", delivered, "messages", delivered * each);
    }

    private static void archive(Workload workload, Lines lines) {
        Workload.Traffic traffic = workload.traffic();
        double records = traffic.archivedPerSecond() * SECONDS;
        lines.add(Group.ARCHIVE, "rule triggered", records, "times", Price.IOT_RULE);
        lines.add(Group.ARCHIVE, "action of the rule", records, "times", Price.IOT_ACTION);
        lines.add(Group.ARCHIVE, "Firehose", records * METERED_BYTES / GB, "GB", Price.FIREHOSE);
        double bytes = ARCHIVE_BYTES * traffic.readingsPerMessage();
        lines.add(
                Group.ARCHIVE,
                "stored in S3 after 12 months",
                records * MONTHS_STORED * bytes / GB,
                "GB",
                Price.STORAGE);
    }

    private static void flink(Workload workload, Lines lines) {
        Workload.Job job = workload.job();
        double share = job.hoursRunning() / Workload.HOURS;
        lines.add(
                Group.FLINK,
                "processing units",
                job.processingUnits() * job.hoursRunning(),
                "hours",
                Price.FLINK_UNIT);
        lines.add(Group.FLINK, "the extra unit", job.hoursRunning(), "hours", Price.FLINK_UNIT);
        lines.add(
                Group.FLINK,
                "running application storage",
                50 * job.processingUnits() * share,
                "GB",
                Price.FLINK_STORAGE);
        double readingsADay = readingsPerSecond(workload) * 24 * 3600;
        lines.add(
                Group.FLINK,
                "snapshots",
                SNAPSHOTS * readingsADay * STATE_BYTES / GB,
                "GB",
                Price.FLINK_SNAPSHOT);
    }

    private static void network(Workload workload, Lines lines) {
        Workload.Network network = workload.network();
        double logs = logGigabytes(workload);
        double toJob = workload.traffic().messagesPerSecond() * SECONDS * WIRE_BYTES / GB;
        if (network.internetAccess() == InternetAccess.NAT) {
            double hours = network.natGateways() * Workload.HOURS;
            lines.add(Group.NETWORK, "NAT gateways", hours, "hours", Price.NAT_HOUR);
            lines.add(Group.NETWORK, "their addresses", hours, "hours", Price.PUBLIC_ADDRESS);
            lines.add(Group.NETWORK, "through NAT", logs, "GB", Price.NAT_DATA);
        } else {
            lines.add(
                    Group.NETWORK,
                    "endpoints of other services",
                    SERVICES * network.zones() * Workload.HOURS,
                    "hours",
                    Price.ENDPOINT_HOUR);
            lines.add(Group.NETWORK, "through them", logs, "GB", Price.ENDPOINT_DATA);
        }
        lines.add(
                Group.NETWORK,
                "iot.data endpoint",
                network.zones() * Workload.HOURS,
                "hours",
                Price.ENDPOINT_HOUR);
        lines.add(Group.NETWORK, "through it, to the job", toJob, "GB", Price.ENDPOINT_DATA);
        lines.add(
                Group.NETWORK, "load balancer", Workload.HOURS, "hours", Price.LOAD_BALANCER_HOUR);
        lines.add(
                Group.NETWORK, "its capacity units", toJob, "unit hours", Price.LOAD_BALANCER_UNIT);
        lines.add(Group.NETWORK, "private zone", 1, "zone", Price.ZONE);
    }

    private static void watching(Workload workload, Lines lines) {
        double logs = logGigabytes(workload);
        double share = workload.job().hoursRunning() / Workload.HOURS;
        lines.add(Group.WATCHING, "logs taken in", logs, "GB", Price.LOG_INGESTION);
        lines.add(Group.WATCHING, "logs kept for 30 days", logs, "GB", Price.LOG_STORAGE);
        lines.add(
                Group.WATCHING, "custom metrics", CUSTOM_METRICS * share, "metrics", Price.METRIC);
        lines.add(Group.WATCHING, "what alarms look at", ALARM_METRICS, "metrics", Price.ALARM);
        lines.add(Group.WATCHING, "dashboard", 1, "dashboard", Price.DASHBOARD);
    }

    private static void lake(Workload workload, Lines lines) {
        Workload.Job job = workload.job();
        double readings = readingsPerSecond(workload) * SECONDS;
        lines.add(
                Group.LAKE,
                "stored in S3 after 12 months",
                readings * MONTHS_STORED * (READING_BYTES + DERIVED_BYTES) / GB,
                "GB",
                Price.STORAGE);
        boolean rowsWait = job.freshness().compareTo(job.checkpointInterval()) > 0;
        double readingsFilesADay =
                rowsWait ? READINGS_FILES_A_DAY : 24 * 3600e3 / job.checkpointInterval().toMillis();
        double filesADay = readingsFilesADay + OTHER_FILES_A_DAY;
        double files =
                filesADay * DAYS * job.processingUnits() * job.hoursRunning() / Workload.HOURS;
        lines.add(
                Group.LAKE,
                "writing requests",
                files * REQUESTS_PER_FILE,
                "requests",
                Price.WRITE_REQUEST);
        double partitions = TABLES * job.hoursRunning();
        lines.add(
                Group.LAKE,
                "Glue",
                partitions,
                "requests",
                Price.GLUE_REQUEST.of(Math.max(0, partitions - 1e6)));
        lines.add(
                Group.LAKE,
                "Athena, 30 queries that read a month of readings",
                QUERIES * readings * READING_BYTES / GB,
                "GB",
                Price.QUERY_DATA);
    }

    private static double readingsPerSecond(Workload workload) {
        Workload.Traffic traffic = workload.traffic();
        return traffic.messagesPerSecond() * traffic.readingsPerMessage();
    }

    private static double logGigabytes(Workload workload) {
        Workload.Job job = workload.job();
        double checkpoints = job.hoursRunning() * 3600e3 / job.checkpointInterval().toMillis();
        return checkpoints * LOG_BYTES_PER_CHECKPOINT / GB;
    }

    /** Collects lines; a line that costs what its price says of its quantity is the rule. */
    private static final class Lines {

        private final List<Line> lines = new ArrayList<>();

        void add(Group group, String what, double quantity, String unit, Price price) {
            add(group, what, quantity, unit, price.of(quantity));
        }

        void add(Group group, String what, double quantity, String unit, double usd) {
            lines.add(new Line(group, what, quantity, unit, usd));
        }
    }
}
