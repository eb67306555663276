package io.pythoflow.job.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.pythoflow.job.testing.StateBytes;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SeenStateSerializersTest {
    private static final String SEEN_IDS_V1 =
            "01" + "000000000000000a" + "00000002" + "0000000000000005" + "7000000000000000";
    private static final String SEEN_IDS_V2 =
            "02" + "000000000000000a" + "00000002" + "0000000000000005" + "7000000000000000" + "01";
    private static final String ID_FILTERS_V1 =
            "01"
                    + "000000000000000a"
                    + "00000003"
                    + "00000002"
                    + "00000001"
                    + "0000000000000005"
                    + "00000002"
                    + "0000000000000006"
                    + "7000000000000000";
    private static final String RECENT_CONTENTS_V1 =
            "01"
                    + "000000000000000a"
                    + "00000002"
                    + "0000000000000005"
                    + "00000000000003e8"
                    + "7000000000000000"
                    + "00000000000005dc";

    @Test
    void seenIdsKeepTheirBytes() throws Exception {
        SeenIds ids = new SeenIds();
        ids.add(0x7000000000000000L);
        ids.add(5);
        ids.expireAt(10);
        ids.followOthers();

        assertThat(StateBytes.write(new SeenIdsSerializer(), ids)).isEqualTo(SEEN_IDS_V2);
    }

    @Test
    void seenIdsOfVersion1AreRead() throws Exception {
        SeenIds ids = StateBytes.read(new SeenIdsSerializer(), SEEN_IDS_V1);

        assertThat(ids.hashes()).containsExactlyInAnyOrder(5, 0x7000000000000000L);
        assertThat(ids.size()).isEqualTo(2);
        assertThat(ids.expiresAt()).isEqualTo(10);
        assertThat(ids.followsOthers()).isFalse();
    }

    @Test
    void seenIdsThatFollowOthersComeBackSo() throws Exception {
        assertThat(StateBytes.read(new SeenIdsSerializer(), SEEN_IDS_V2).followsOthers()).isTrue();
    }

    @Test
    void idFiltersKeepTheirBytes() throws Exception {
        IdFilters filters = new IdFilters(new long[][] {{5}, {6, 0x7000000000000000L}}, 3, 10);

        assertThat(StateBytes.write(new IdFiltersSerializer(), filters)).isEqualTo(ID_FILTERS_V1);
    }

    @Test
    void idFiltersOfVersion1AreRead() throws Exception {
        IdFilters filters = StateBytes.read(new IdFiltersSerializer(), ID_FILTERS_V1);

        assertThat(filters.filters()).isDeepEqualTo(new long[][] {{5}, {6, 0x7000000000000000L}});
        assertThat(filters.hashes()).isEqualTo(3);
        assertThat(filters.expiresAt()).isEqualTo(10);
    }

    @Test
    void manySeenIdsComeBack() throws Exception {
        Random random = new Random(7);
        SeenIds ids = new SeenIds();
        for (int i = 0; i < 10_000; i++) {
            ids.add(random.nextLong() | 1);
        }

        SeenIds read =
                StateBytes.read(
                        new SeenIdsSerializer(), StateBytes.write(new SeenIdsSerializer(), ids));

        assertThat(read.hashes()).containsExactlyInAnyOrder(ids.hashes());
        assertThat(read.capacity()).isEqualTo(ids.capacity());
    }

    @Test
    void recentContentsKeepTheirBytes() throws Exception {
        RecentContents contents = new RecentContents();
        contents.observe(5, 1_000, 90);
        contents.observe(0x7000000000000000L, 1_500, 90);
        contents.expireAt(10);

        assertThat(StateBytes.write(new RecentContentsSerializer(), contents))
                .isEqualTo(RECENT_CONTENTS_V1);
    }

    @Test
    void recentContentsOfVersion1AreRead() throws Exception {
        RecentContents contents =
                StateBytes.read(new RecentContentsSerializer(), RECENT_CONTENTS_V1);

        assertThat(contents.size()).isEqualTo(2);
        assertThat(contents.expiresAt()).isEqualTo(10);
        assertThat(contents.observe(5, 1_050, 90))
                .isEqualTo(RecentContents.Occurrence.WITHIN_HORIZON);
        assertThat(contents.observe(0x7000000000000000L, 1_590, 90))
                .isEqualTo(RecentContents.Occurrence.BEYOND_HORIZON);
    }

    @Test
    void manyRecentContentsComeBack() throws Exception {
        RecentContents contents = new RecentContents();
        for (int i = 1; i <= 1_000; i++) {
            contents.observe(i, i, 5_000);
        }

        RecentContents read =
                StateBytes.read(
                        new RecentContentsSerializer(),
                        StateBytes.write(new RecentContentsSerializer(), contents));

        assertThat(read.size()).isEqualTo(1_000);
        assertThat(read.observe(1, 5_000, 5_000))
                .isEqualTo(RecentContents.Occurrence.WITHIN_HORIZON);
        assertThat(read.observe(2, 5_002, 5_000))
                .isEqualTo(RecentContents.Occurrence.BEYOND_HORIZON);
    }

    @Test
    void storedSnapshotsStayCompatible() throws Exception {
        SeenIdsSerializer ids = new SeenIdsSerializer();
        RecentContentsSerializer contents = new RecentContentsSerializer();
        IdFiltersSerializer filters = new IdFiltersSerializer();

        assertThat(
                        filters.snapshotConfiguration()
                                .resolveSchemaCompatibility(StateBytes.throughCheckpoint(filters))
                                .isCompatibleAsIs())
                .isTrue();
        assertThat(
                        ids.snapshotConfiguration()
                                .resolveSchemaCompatibility(StateBytes.throughCheckpoint(ids))
                                .isCompatibleAsIs())
                .isTrue();
        assertThat(
                        contents.snapshotConfiguration()
                                .resolveSchemaCompatibility(StateBytes.throughCheckpoint(contents))
                                .isCompatibleAsIs())
                .isTrue();
    }
}
