package io.pythoflow.infra.cost;

import io.pythoflow.infra.cost.MonthlyCost.Group;
import io.pythoflow.infra.cost.MonthlyCost.Line;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** The text of {@code docs/cost.md}: prose, and between it what {@link MonthlyCost} computes. */
final class CostPage {

    private static final List<Integer> RATES = List.of(1, 100, 1000);
    private static final List<Workload> WORKLOADS = RATES.stream().map(Workload::at).toList();

    private CostPage() {}

    static String text() {
        return HEAD + groups() + METERED + SIZING + sizing() + BILL + bill() + SAVING + saving()
                + SAO_PAULO + PRICES + prices() + ASSUMED;
    }

    private static final String HEAD =
            """
            # What it costs

            US dollars a month in us-east-1 at 1, 100 and 1,000 messages a second, computed from list prices and measured sizes
            by `io.pythoflow.infra.cost.MonthlyCost`; a test keeps this page equal to it. Nothing was deployed to an account yet, so
            no bill was seen. Without tax, free allowances (but Glue's), discounts and support.

            ## In short

            """;

    private static final String METERED =
            """

            Below some tens of messages a second it is what stands there all day that costs: the application, NAT, the load balancer.
            Above, it is messages, and there one thing matters more than all else: how many readings a message carries.

            **A message is metered three times**: when a gateway publishes it, when it is delivered to the job, and when the job
            acknowledges it. AWS IoT Core meters each 5 KB or part of it of a PUBLISH in both directions, and of the PUBACK that a
            client sends; the PUBACK that it sends itself is free, and so are pings (no more often than every 30 s)
            ([additional metering details](https://aws.amazon.com/iot-core/pricing/additional-details/), read in an undated copy). What
            the original firmware publishes with QoS 0 is delivered with QoS 0 and so acknowledged by nobody: two instead of three.
            A message that IoT Core sends again, because a checkpoint took longer than some 30 s, is metered again.

            """;

    private static final String SIZING =
            """
            ## Sizing

            Slots by the rule of [guarantees.md](guarantees.md): a slot has at most 100 messages unacknowledged until a checkpoint
            completes, and half of that is left for bursts. Processing units were computed, not tried on the service: a message with one
            reading takes the job 8.7 to 10.5 µs of a processor, without TLS ([performance.md](performance.md)), so that 1,000 of them take a
            hundredth of one, and these rates never ask for a second unit; the memory for duplicates may (1.4 GB on the heap at 1,000
            readings/s, of the 4 GB of a unit).

            | messages/s | gateways assumed | slots, checkpoint every 5 s | slots, every 1 s | `parallelism` | units billed |
            |---|---|---|---|---|---|
            """;

    private static final String BILL =
            """

            A gateway publishes at most 100 messages a second, and one environment has at most 90 gateways.

            ## The bill

            """;

    private static final String SAVING =
            """

            ## What saves, and what it costs instead

            Change of the bill above, in dollars a month:

            """;

    private static final String SAO_PAULO =
            """

            Further:

            - `archive_expiry_days` bounds what the archive stores; `table_expiry_days` the tables, and what has expired no backfill
              and no query finds.
            - `iot_log_level = "error"` is the default. With `info` AWS IoT Core writes a line for every connection and message.
            - An environment whose job is stopped goes on paying for network, alarms and secrets: %s at the size of 1/s. Where it is not
              needed for days, destroy it: [deployment.md](deployment.md).
            - Autoscaling is off: it scales by processor load, which here is no measure of what is missing (slots are), and each change
              restarts the job.
            - `monthly_budget_usd` mails before the month has cost it.

            ## In São Paulo

            Of sa-east-1 these prices were found, and no others, so there is no bill for it:

            | price | us-east-1 | sa-east-1 | seen |
            |---|---|---|---|
            | million messages of IoT Core | 1.00 | 1.50 | price list of 2026-09-11, SKU `XRCVMWV6BBB3Y8JH`, as quoted by others |
            | GB in S3 and month | 0.023 | 0.0405 | price list of 2026-09-26, as quoted by others |
            | thousand writing requests of S3 | 0.005 | 0.007 | the same |
            | GB of logs taken in | 0.50 | 0.90 | price list of 2026-09-22, SKU `AW4EB5RGNN8S75Q8`, as quoted by others |
            | GB of logs and month | 0.03 | 0.0408 | the same, SKU `A2U5G2V8PAN8BBGE` |
            | NAT gateway and hour | 0.045 | 0.093 | **unverified**, quoted by others without a date |

            So count on half as much again for messages; of what stands there all day only NAT was found, at twice. The price list
            itself is public: `https://pricing.us-east-1.amazonaws.com/offers/v1.0/aws/AWSIoT/current/sa-east-1/index.csv`, and the same for
            `AmazonKinesisAnalytics`, `AmazonKinesisFirehose`, `AWSELB`, `AmazonVPC`, `AmazonCloudWatch`, `AmazonS3`.

            """
                    .formatted(usd(MonthlyCost.of(Workload.at(1).stopped()).total()));

    private static final String PRICES =
            """
            ## Prices

            All were read on 2026-11-26. *AWS's page*: a transcription of it (github.com/api-evangelist) of the day given; the pages fill
            their tables in the browser, so only what they say in text and examples was there to read. *By Infracost*: what the tests of
            Infracost expect of its copy of AWS's price list; the day is that of the test's last change. *Unverified*: quoted in
            documents of others, who name AWS's page; the day is theirs. Check those before you rely on them.

            | USD | for a | seen | date |
            |---|---|---|---|
            """;

    private static final String ASSUMED =
            """

            ## What is assumed

            | | | from |
            |---|---|---|
            | month | 730 h | AWS's examples |
            | a message | one reading with QoS 1, at most 5 KB with its topic | |
            | `readings` | 12 bytes a reading | measured, [adr/0005](adr/0005-files-and-the-lake.md) |
            | the other tables | as much again | estimate |
            | the archive | 50 bytes a reading, gzip | measured by `MonthlyCostTest` on generated messages |
            | files | the most of [adr/0005](adr/0005-files-and-the-lake.md), three writing requests each | measured |
            | Glue | a call for each table and hour: 3,650 a month, where the first million is free | measured, [GLUE] |
            | snapshots | 10 kept, 9.6 bytes for each reading of a day | measured, [guarantees.md](guarantees.md) |
            | logs | 1,400 bytes a checkpoint | estimate |
            | on the wire | 512 bytes a message with its acknowledgement, TLS and TCP | estimate |
            | load balancer | one capacity unit for each GB in an hour | its pricing page |
            | custom metrics, metrics of alarms | %d and %d | the deployment's; `BilledResourcesTest` counts |

            Not in it, because it is cents or depends on the farm: commands and their answers, rules and alerts, e-mails (the first
            thousand a month are free), Lambda functions that run during a deploy, flow logs, transfer between zones, CONNECT and
            SUBSCRIBE, copies of messages, the checkpoints of the service (it keeps them itself; no price for them was found), and
            what leaves AWS to the internet.
            """
                    .replace("[GLUE]", "the service's pricing page")
                    .formatted(MonthlyCost.CUSTOM_METRICS, MonthlyCost.ALARM_METRICS);

    private static String groups() {
        StringBuilder table = new StringBuilder("| |");
        RATES.forEach(rate -> table.append(" at %s/s |".formatted(whole(rate))));
        table.append("\n|---|---:|---:|---:|\n");
        for (Group group : Group.values()) {
            table.append("| ").append(group.title()).append(" |");
            for (Workload workload : WORKLOADS) {
                table.append(" %s |".formatted(usd(MonthlyCost.of(workload).total(group))));
            }
            table.append('\n');
        }
        table.append("| **together** |");
        for (Workload workload : WORKLOADS) {
            table.append(" **%s** |".formatted(usd(MonthlyCost.of(workload).total())));
        }
        table.append("\n| the same in messages of 10 readings |");
        for (Workload workload : WORKLOADS) {
            table.append(" %s |".formatted(usd(MonthlyCost.of(workload.batched(10)).total())));
        }
        return table.append('\n').toString();
    }

    private static String sizing() {
        return WORKLOADS.stream()
                .map(
                        workload ->
                                "| %s | %d | %d | %d | %d | %d |\n"
                                        .formatted(
                                                whole(workload.traffic().messagesPerSecond()),
                                                workload.traffic().gateways(),
                                                workload.slots(),
                                                workload.withCheckpointEvery(Duration.ofSeconds(1))
                                                        .slots(),
                                                workload.job().processingUnits(),
                                                workload.job().processingUnits() + 1))
                .collect(Collectors.joining());
    }

    private static String bill() {
        StringBuilder table =
                new StringBuilder(
                        """
                        | | at 1/s | USD | at 100/s | USD | at 1,000/s | USD |
                        |---|---:|---:|---:|---:|---:|---:|
                        """);
        List<MonthlyCost> bills = WORKLOADS.stream().map(MonthlyCost::of).toList();
        Group group = null;
        for (int i = 0; i < bills.get(0).lines().size(); i++) {
            Line first = bills.get(0).lines().get(i);
            if (first.group() != group) {
                group = first.group();
                table.append("| **%s** | | | | | | |\n".formatted(group.title()));
            }
            table.append("| %s, %s |".formatted(first.what(), first.unit()));
            for (MonthlyCost bill : bills) {
                Line line = bill.lines().get(i);
                table.append(" %s | %s |".formatted(quantity(line.quantity()), usd(line.usd())));
            }
            table.append('\n');
        }
        return table.toString();
    }

    private static String saving() {
        return "| | at 1/s | at 100/s | at 1,000/s | instead |\n|---|---:|---:|---:|---|\n"
                + row(
                        "10 readings in a message instead of 1",
                        workload -> workload.batched(10),
                        "a reading waits in the gateway until the message is full")
                + row(
                        "`raw_archive = false`",
                        Workload::withoutArchive,
                        "what QoS 0 senders publish while no slot is connected is gone")
                + row(
                        "`internet_access = \"endpoints\"`",
                        Workload::withEndpoints,
                        "nothing reaches the internet; costs more with two zones")
                + row(
                        "`nat_gateways = 2` instead of 1",
                        workload -> workload.withNatGateways(2),
                        "the job survives the loss of the zone that has the only one")
                + row(
                        "`checkpoint_interval = \"1 s\"` instead of 5 s",
                        workload -> workload.withCheckpointEvery(Duration.ofSeconds(1)),
                        "fewer slots, more lines in the log")
                + row(
                        "`lake.freshness` at the checkpoint interval",
                        Workload::withoutWaitingRows,
                        "rows appear at once, in many small files")
                + row("the job stopped, nothing published", Workload::stopped, "no irrigation");
    }

    private static String row(String what, UnaryOperator<Workload> change, String instead) {
        StringBuilder row = new StringBuilder("| ").append(what).append(" |");
        for (Workload workload : WORKLOADS) {
            double difference =
                    MonthlyCost.of(change.apply(workload)).total()
                            - MonthlyCost.of(workload).total();
            row.append(" %s |".formatted(signed(difference)));
        }
        return row.append(" %s |\n".formatted(instead)).toString();
    }

    private static String prices() {
        StringBuilder rows = new StringBuilder();
        for (Price price : Price.values()) {
            Source source = price.source();
            rows.append(
                    "| %s | %s | [%s](%s) | %s |\n"
                            .formatted(
                                    plain(price.usd()),
                                    price.unit(),
                                    source.trust().text(),
                                    source.url(),
                                    source.read()));
        }
        return rows.toString();
    }

    private static String plain(double value) {
        String text = String.format(Locale.ROOT, "%.4f", value);
        return text.endsWith("00")
                ? text.substring(0, text.length() - 2)
                : text.replaceAll("0$", "");
    }

    private static String whole(double value) {
        return String.format(Locale.ROOT, "%,.0f", value);
    }

    private static String usd(double value) {
        return String.format(Locale.ROOT, value >= 1000 ? "%,.0f" : "%.2f", value);
    }

    private static String signed(double value) {
        String text = usd(Math.abs(value));
        return text.equals("0.00") ? "0" : (value < 0 ? "−" : "+") + text;
    }

    private static String quantity(double value) {
        if (value >= 1e6) {
            return String.format(Locale.ROOT, "%,.1f million", value / 1e6);
        }
        return String.format(
                Locale.ROOT, value >= 100 || value == Math.rint(value) ? "%,.0f" : "%.2f", value);
    }
}
