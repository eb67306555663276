package io.pythoflow.infra.deploy;

import java.util.List;
import java.util.Optional;

/** Buckets of S3 and everything in them. */
interface BucketStore {

    /** Most versions that one request deletes. */
    int BATCH = 1000;

    /** A version of an object, or a mark that it was deleted. */
    record Version(String key, String id) {}

    /** An upload that was begun and neither completed nor aborted. */
    record Upload(String key, String id) {}

    /** Region of a bucket that the caller may reach; empty where there is none. */
    Optional<String> region(String bucket);

    /** The first {@link #BATCH} at most; empty where no version is left. */
    List<Version> versions(String bucket);

    /** Deletes at most {@link #BATCH}. */
    void delete(String bucket, List<Version> versions);

    List<Upload> uploads(String bucket);

    void abort(String bucket, Upload upload);
}
