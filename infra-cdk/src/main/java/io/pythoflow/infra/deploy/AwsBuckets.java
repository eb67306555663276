package io.pythoflow.infra.deploy;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.HeadBucketResponse;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Error;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** {@link BucketStore} of S3. */
final class AwsBuckets implements BucketStore {

    private static final int MOVED_PERMANENTLY = 301;

    private final S3Client client;

    AwsBuckets(S3Client client) {
        this.client = client;
    }

    @Override
    public Optional<String> region(String bucket) {
        return Ask.about(
                "s3:ListBucket",
                () -> {
                    try {
                        HeadBucketResponse response =
                                client.headBucket(request -> request.bucket(bucket));
                        return Optional.of(response.bucketRegion());
                    } catch (NoSuchBucketException e) {
                        return Optional.empty();
                    } catch (S3Exception e) {
                        // The bucket is elsewhere; the answer says where.
                        if (e.statusCode() == MOVED_PERMANENTLY) {
                            return e.awsErrorDetails()
                                    .sdkHttpResponse()
                                    .firstMatchingHeader("x-amz-bucket-region");
                        }
                        throw e;
                    }
                });
    }

    @Override
    public List<Version> versions(String bucket) {
        ListObjectVersionsResponse page =
                Ask.about(
                        "s3:ListBucketVersions",
                        () ->
                                client.listObjectVersions(
                                        request -> request.bucket(bucket).maxKeys(BATCH)));
        return Stream.concat(
                        page.versions().stream()
                                .map(one -> new Version(one.key(), one.versionId())),
                        page.deleteMarkers().stream()
                                .map(one -> new Version(one.key(), one.versionId())))
                .toList();
    }

    @Override
    public void delete(String bucket, List<Version> versions) {
        List<ObjectIdentifier> objects =
                versions.stream()
                        .map(
                                version ->
                                        ObjectIdentifier.builder()
                                                .key(version.key())
                                                .versionId(version.id())
                                                .build())
                        .toList();
        DeleteObjectsResponse response =
                Ask.about(
                        "s3:DeleteObjectVersion",
                        () ->
                                client.deleteObjects(
                                        request ->
                                                request.bucket(bucket)
                                                        .delete(
                                                                delete ->
                                                                        delete.objects(objects)
                                                                                .quiet(true))));
        if (response.hasErrors() && !response.errors().isEmpty()) {
            S3Error first = response.errors().get(0);
            throw new CloudException(
                    Ask.reason(first.code()),
                    "s3:DeleteObjectVersion: %d of %d were not deleted from %s; %s: %s: %s"
                            .formatted(
                                    response.errors().size(),
                                    versions.size(),
                                    bucket,
                                    first.key(),
                                    first.code(),
                                    first.message()),
                    null);
        }
    }

    @Override
    public List<Upload> uploads(String bucket) {
        return Ask.about(
                "s3:ListBucketMultipartUploads",
                () ->
                        client
                                .listMultipartUploadsPaginator(request -> request.bucket(bucket))
                                .uploads()
                                .stream()
                                .map(one -> new Upload(one.key(), one.uploadId()))
                                .toList());
    }

    @Override
    public void abort(String bucket, Upload upload) {
        Ask.find(
                "s3:AbortMultipartUpload",
                () ->
                        client.abortMultipartUpload(
                                request ->
                                        request.bucket(bucket)
                                                .key(upload.key())
                                                .uploadId(upload.id())),
                "NoSuchUpload");
    }
}
