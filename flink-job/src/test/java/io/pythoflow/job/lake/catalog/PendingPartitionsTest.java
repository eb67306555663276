package io.pythoflow.job.lake.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.slf4j.event.Level;

class PendingPartitionsTest {

    private static final String NOON = "dt=2026-06-01/hour=12";
    private static final String ONE = "dt=2026-06-01/hour=13";
    private static final long START = 1_780_000_000_000L;
    private static final long SECOND = 1_000;
    private static final long MINUTE = 60 * SECOND;

    private final PendingPartitions partitions = new PendingPartitions("readings", () -> 0);

    @Test
    void partitionsOfManyFilesAreAskedForOnceAndTogether() {
        partitions.committed(ONE, START);
        partitions.committed(NOON, START);
        partitions.committed(NOON, START + 5);

        assertThat(partitions.nextBatch(START + 10)).containsExactly(NOON, ONE);
        assertThat(partitions.nextBatch(START + 20)).as("while the answer is awaited").isEmpty();
        assertThat(partitions.size()).isEqualTo(2);

        assertThat(partitions.answered(List.of(), START + 30)).isEmpty();
        assertThat(partitions.isEmpty()).isTrue();
        assertThat(partitions.size()).isZero();
        partitions.committed(NOON, START + 40);
        assertThat(partitions.nextBatch(START + 50)).as("registered already").isEmpty();
    }

    @Test
    void aPartitionThatComesWhileAnAnswerIsAwaitedGoesWithTheNextBatch() {
        partitions.committed(NOON, START);
        partitions.nextBatch(START);
        partitions.committed(ONE, START + 1);
        partitions.answered(List.of(), START + 2);

        assertThat(partitions.nextBatch(START + 3)).containsExactly(ONE);
    }

    @Test
    void whatIsRefusedStaysAndIsAskedForAgainAtLeastEveryMinute() {
        partitions.committed(NOON, START);
        partitions.committed(ONE, START);
        partitions.nextBatch(START);
        partitions.answered(List.of(refusal(ONE)), START);

        List<Long> pausesMs = new ArrayList<>();
        long failedAt = START;
        for (long now = START; now < START + 20 * MINUTE; now += 100) {
            List<String> batch = partitions.nextBatch(now);
            if (!batch.isEmpty()) {
                assertThat(batch).containsExactly(ONE);
                partitions.answered(List.of(refusal(ONE)), now);
                pausesMs.add(now - failedAt);
                failedAt = now;
            }
        }
        assertThat(pausesMs)
                .startsWith(
                        1 * SECOND,
                        2 * SECOND,
                        4 * SECOND,
                        8 * SECOND,
                        16 * SECOND,
                        32 * SECOND,
                        60 * SECOND,
                        60 * SECOND);
        assertThat(partitions.snapshot()).containsExactly(new PendingPartition(ONE, START));
        assertThat(partitions.oldestAgeMs(START + MINUTE)).isEqualTo(MINUTE);
    }

    @Test
    void jitterTakesAwayUpToHalfOfAPause() {
        PendingPartitions jittered = new PendingPartitions("readings", () -> 0.5);
        jittered.committed(NOON, START);
        jittered.nextBatch(START);
        jittered.answered(List.of(refusal(NOON)), START);

        assertThat(jittered.nextBatch(START + 749)).isEmpty();
        assertThat(jittered.nextBatch(START + 750)).containsExactly(NOON);
    }

    @Test
    void aSuccessEndsThePausesOfFormerFailures() {
        fail(NOON, START);
        fail(NOON, START + 1 * SECOND);
        assertThat(partitions.nextBatch(START + 3 * SECOND)).containsExactly(NOON);
        partitions.answered(List.of(), START + 3 * SECOND);

        fail(ONE, START + 4 * SECOND);
        assertThat(partitions.nextBatch(START + 5 * SECOND)).containsExactly(ONE);
    }

    @Test
    void batchesAreLimitedAndPartitionsThatFailDoNotKeepOthersFromTheirTurn() {
        List<String> all =
                IntStream.range(0, 150).mapToObj("dt=2026-06-01/hour=%03d"::formatted).toList();
        all.forEach(partition -> partitions.committed(partition, START));

        List<String> first = partitions.nextBatch(START);
        assertThat(first).isEqualTo(all.subList(0, 100));
        partitions.answered(first.stream().map(PendingPartitionsTest::refusal).toList(), START);

        assertThat(partitions.nextBatch(START + SECOND)).hasSize(100).startsWith(all.get(100));
    }

    @Test
    void anOutageIsSaidOnceThenEveryFewMinutesAndItsEndToo() {
        partitions.committed(NOON, START - 30 * SECOND);
        partitions.committed(ONE, START);
        List<Notice> notices = new ArrayList<>();
        long hourLater = START + 60 * MINUTE;
        for (long now = START; now < hourLater; now += SECOND) {
            List<String> batch = partitions.nextBatch(now);
            if (!batch.isEmpty()) {
                partitions
                        .answered(batch.stream().map(PendingPartitionsTest::refusal).toList(), now)
                        .ifPresent(notices::add);
            }
        }
        assertThat(notices).hasSize(12).allMatch(notice -> notice.level() == Level.WARN);
        assertThat(notices.get(0).text())
                .isEqualTo(
                        "Cannot register partitions in the catalogue: 2 of table 'readings' pending, the oldest,"
                                + " dt=2026-06-01/hour=12, for 30 s. The stream goes on, and the job keeps trying."
                                + " Last error: Glue is away");
        assertThat(notices.get(11).text())
                .startsWith(
                        "Still cannot register partitions in the catalogue: 2 of table 'readings'");

        partitions.nextBatch(hourLater + MINUTE);
        assertThat(partitions.answered(List.of(), hourLater + MINUTE))
                .contains(
                        new Notice(
                                Level.INFO,
                                "The catalogue takes partitions of table 'readings' again, after 3660 s: no"
                                        + " partition is overdue"));
        assertThat(fail(NOON.replace("12", "20"), hourLater + 2 * MINUTE)).isPresent();
    }

    @Test
    void aFormerRunsPartitionsKeepTheirAge() {
        partitions.restore(
                List.of(new PendingPartition(ONE, START), new PendingPartition(NOON, START + 5)));
        partitions.restore(List.of(new PendingPartition(NOON, START - 5)));
        partitions.committed(ONE, START + MINUTE);

        assertThat(partitions.snapshot())
                .containsExactly(
                        new PendingPartition(NOON, START - 5), new PendingPartition(ONE, START));
        assertThat(partitions.oldestAgeMs(START)).isEqualTo(5);
        assertThat(partitions.nextBatch(START)).containsExactly(NOON, ONE);
    }

    @Test
    void withoutTimeLeftAPauseIsEnded() {
        fail(NOON, START);
        partitions.retryNow();
        assertThat(partitions.nextBatch(START + 1)).containsExactly(NOON);
    }

    @Test
    void theEndNamesWhatIsLeftAndWhatToDo() {
        IntStream.range(0, 25)
                .mapToObj("dt=2026-06-01/hour=%02d"::formatted)
                .forEach(partition -> partitions.committed(partition, START));
        partitions.answered(List.of(), START);

        assertThat(partitions.unregistered())
                .startsWith(
                        "Cannot end with partitions of table 'readings' that are not registered in the"
                                + " catalogue: dt=2026-06-01/hour=00, dt=2026-06-01/hour=01,")
                .contains("dt=2026-06-01/hour=19 and 5 more. Their files are in place.")
                .contains("MSCK REPAIR TABLE readings")
                .endsWith("Last error: the catalogue was not asked yet");
    }

    private Optional<Notice> fail(String partition, long now) {
        partitions.committed(partition, now);
        assertThat(partitions.nextBatch(now)).contains(partition);
        return partitions.answered(List.of(refusal(partition)), now);
    }

    private static Catalog.Failure refusal(String partition) {
        return new Catalog.Failure(partition, "Glue is away");
    }
}
