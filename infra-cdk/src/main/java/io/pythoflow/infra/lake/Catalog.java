package io.pythoflow.infra.lake;

import io.pythoflow.contract.table.Column;
import io.pythoflow.contract.table.HiveFormat;
import io.pythoflow.contract.table.PrestoView;
import io.pythoflow.contract.table.TableDefinition;
import io.pythoflow.contract.table.Tables;
import io.pythoflow.contract.table.View;
import io.pythoflow.contract.table.Views;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import software.amazon.awscdk.ArnComponents;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.glue.CfnDatabase;
import software.amazon.awscdk.services.glue.CfnTable;
import software.amazon.awscdk.services.s3.IBucket;
import software.constructs.Construct;

/**
 * Database, tables and views of the contract in AWS Glue, as the job makes them where it is let: it
 * compares them at its start, and with {@code catalog.create = false} does not start where one
 * differs.
 *
 * <p>The definitions go with the stack; files, and what they mean, do not depend on them.
 */
public final class Catalog extends Construct {

    private final String databaseName;
    private final CfnDatabase database;
    private final List<CfnTable> tables;

    public Catalog(Construct scope, String id, String databaseName, IBucket data) {
        super(scope, id);
        this.databaseName = databaseName;
        this.database =
                CfnDatabase.Builder.create(this, "Database")
                        .catalogId(Aws.ACCOUNT_ID)
                        .databaseInput(
                                CfnDatabase.DatabaseInputProperty.builder()
                                        .name(databaseName)
                                        .description(HiveFormat.DATABASE_DESCRIPTION)
                                        .build())
                        .build();
        this.tables = Tables.ALL.stream().map(table -> table(table, data)).toList();
        Views.ALL.forEach(this::createView);
    }

    private CfnTable table(TableDefinition table, IBucket data) {
        return create(
                table.name(),
                CfnTable.TableInputProperty.builder()
                        .name(table.name())
                        .tableType(HiveFormat.TABLE_TYPE)
                        .parameters(new TreeMap<>(HiveFormat.PARAMETERS))
                        .partitionKeys(columns(table.partitionKeys()))
                        .storageDescriptor(
                                CfnTable.StorageDescriptorProperty.builder()
                                        .columns(columns(table.columns()))
                                        .location(
                                                HiveFormat.folder(
                                                        data.s3UrlForObject(
                                                                LakeLayout.prefix(table))))
                                        .inputFormat(HiveFormat.INPUT_FORMAT)
                                        .outputFormat(HiveFormat.OUTPUT_FORMAT)
                                        .serdeInfo(
                                                CfnTable.SerdeInfoProperty.builder()
                                                        .serializationLibrary(HiveFormat.SERDE)
                                                        .parameters(HiveFormat.SERDE_PARAMETERS)
                                                        .build())
                                        .compressed(true)
                                        .storedAsSubDirectories(false)
                                        .build())
                        .build());
    }

    private void createView(View definition) {
        PrestoView view = PrestoView.of(definition, PrestoView.ATHENA_CATALOG, databaseName);
        create(
                view.name(),
                CfnTable.TableInputProperty.builder()
                        .name(view.name())
                        .tableType(PrestoView.TABLE_TYPE)
                        .parameters(new TreeMap<>(PrestoView.PARAMETERS))
                        .viewOriginalText(view.originalText())
                        .viewExpandedText(PrestoView.EXPANDED_TEXT)
                        .storageDescriptor(
                                CfnTable.StorageDescriptorProperty.builder()
                                        .columns(columns(view.columns()))
                                        .location("")
                                        .serdeInfo(CfnTable.SerdeInfoProperty.builder().build())
                                        .build())
                        .build());
    }

    private CfnTable create(String name, CfnTable.TableInputProperty input) {
        return CfnTable.Builder.create(this, name)
                .catalogId(Aws.ACCOUNT_ID)
                .databaseName(database.getRef())
                .tableInput(input)
                .build();
    }

    private static List<CfnTable.ColumnProperty> columns(List<Column> columns) {
        return columns.stream()
                .map(
                        column ->
                                CfnTable.ColumnProperty.builder()
                                        .name(column.name())
                                        .type(column.type().hiveName())
                                        .comment(column.meaning())
                                        .build())
                .toList();
    }

    public String databaseName() {
        return databaseName;
    }

    /** The tables; the views are not among them. */
    List<CfnTable> tables() {
        return tables;
    }

    /**
     * What a request about a table or view is checked against: the catalogue, the database, and
     * each of its tables and views by name.
     */
    public List<String> arns() {
        Stream<String> names =
                Stream.concat(
                        Tables.ALL.stream().map(TableDefinition::name),
                        Views.ALL.stream().map(View::name));
        return Stream.concat(
                        Stream.of("catalog", "database/" + databaseName),
                        names.map(name -> "table/" + databaseName + "/" + name))
                .map(this::arn)
                .toList();
    }

    private String arn(String resource) {
        return Stack.of(this)
                .formatArn(ArnComponents.builder().service("glue").resource(resource).build());
    }
}
