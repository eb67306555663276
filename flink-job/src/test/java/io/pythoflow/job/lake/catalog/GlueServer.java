package io.pythoflow.job.lake.catalog;

import io.pythoflow.contract.testing.MotoServer;
import io.pythoflow.job.testing.FaultyProxy;
import io.pythoflow.job.testing.SystemProperties;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.Table;

/**
 * Glue as moto emulates it, a proxy before it, and a client of its own that goes straight to it.
 */
public final class GlueServer implements AutoCloseable {

    public static final String DATABASE = "iot_data_catalog";

    /** System properties with made-up credentials, so that none are looked for. */
    public static final Map<String, String> SURROUNDINGS =
            Map.of(
                    "aws.accessKeyId",
                    "test",
                    "aws.secretAccessKey",
                    "test",
                    "aws.region",
                    MotoServer.REGION);

    private final SystemProperties surroundings = SystemProperties.set(SURROUNDINGS);
    private final MotoServer moto;
    private final FaultyProxy proxy;
    private final GlueClient client;

    private GlueServer(MotoServer moto) {
        this.moto = moto;
        this.proxy = FaultyProxy.before(moto.endpoint());
        this.client = GlueClients.patient(moto.endpoint(), Duration.ofSeconds(10));
    }

    public static GlueServer start(Path folder) {
        return new GlueServer(MotoServer.start(folder));
    }

    /** The server behind the proxy, which has S3 as well. */
    public MotoServer moto() {
        return moto;
    }

    public FaultyProxy proxy() {
        return proxy;
    }

    /** Leads through the proxy. */
    public GlueSettings settings() {
        return settings(proxy.endpoint());
    }

    public static GlueSettings settings(URI endpoint) {
        return new GlueSettings(DATABASE, endpoint);
    }

    public GlueClient client() {
        return client;
    }

    public Table table(String name) {
        return client.getTable(request -> request.databaseName(DATABASE).name(name)).table();
    }

    /** Values of a table's partitions, joined by a slash and sorted. */
    public List<String> partitions(String table) {
        return partitionsOf(table).stream()
                .map(partition -> String.join("/", partition.values()))
                .sorted()
                .toList();
    }

    public List<Partition> partitionsOf(String table) {
        return client
                .getPartitionsPaginator(request -> request.databaseName(DATABASE).tableName(table))
                .stream()
                .flatMap(page -> page.partitions().stream())
                .toList();
    }

    public void reset() {
        proxy.reset();
        try {
            moto.reset();
        } catch (Exception e) {
            throw new IllegalStateException("Cannot reset " + moto.endpoint(), e);
        }
    }

    @Override
    public void close() {
        client.close();
        proxy.close();
        moto.close();
        surroundings.close();
    }
}
