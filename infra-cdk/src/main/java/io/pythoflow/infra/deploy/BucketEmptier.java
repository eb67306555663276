package io.pythoflow.infra.deploy;

import java.util.List;

/** Empties a bucket: every version, every mark of a deletion, every upload that was begun. */
final class BucketEmptier {

    private final BucketStore buckets;

    BucketEmptier(BucketStore buckets) {
        this.buckets = buckets;
    }

    /** How many versions and marks were deleted. */
    long empty(String bucket) {
        buckets.uploads(bucket).forEach(upload -> buckets.abort(bucket, upload));
        long deleted = 0;
        // Always the first page anew: what was deleted is in no listing any more.
        for (List<BucketStore.Version> page = buckets.versions(bucket);
                !page.isEmpty();
                page = buckets.versions(bucket)) {
            buckets.delete(bucket, page);
            deleted += page.size();
        }
        return deleted;
    }
}
