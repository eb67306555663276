package io.pythoflow.job.lake;

import static org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit.MILLIS;
import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.timestampType;

import io.pythoflow.contract.table.Column;
import io.pythoflow.contract.table.TableDefinition;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;

/**
 * The Parquet schema of a table. Every column is optional, so that a column added later reads as
 * null in the files written before it.
 */
final class ParquetSchemas {

    private ParquetSchemas() {}

    static MessageType of(TableDefinition table) {
        return new MessageType(
                table.name(), table.columns().stream().map(ParquetSchemas::field).toList());
    }

    private static Type field(Column column) {
        return switch (column.type()) {
            case STRING ->
                    Types.optional(PrimitiveTypeName.BINARY).as(stringType()).named(column.name());
            case BOOLEAN -> Types.optional(PrimitiveTypeName.BOOLEAN).named(column.name());
            case INT -> Types.optional(PrimitiveTypeName.INT32).named(column.name());
            case BIGINT -> Types.optional(PrimitiveTypeName.INT64).named(column.name());
            case DOUBLE -> Types.optional(PrimitiveTypeName.DOUBLE).named(column.name());
            case TIMESTAMP ->
                    Types.optional(PrimitiveTypeName.INT64)
                            .as(timestampType(true, MILLIS))
                            .named(column.name());
            case BINARY -> Types.optional(PrimitiveTypeName.BINARY).named(column.name());
            case STRING_ARRAY ->
                    Types.optionalList()
                            .optionalElement(PrimitiveTypeName.BINARY)
                            .as(stringType())
                            .named(column.name());
            case STRING_DOUBLE_MAP ->
                    Types.optionalMap()
                            .key(PrimitiveTypeName.BINARY)
                            .as(stringType())
                            .optionalValue(PrimitiveTypeName.DOUBLE)
                            .named(column.name());
            case STRING_STRING_MAP ->
                    Types.optionalMap()
                            .key(PrimitiveTypeName.BINARY)
                            .as(stringType())
                            .optionalValue(PrimitiveTypeName.BINARY)
                            .as(stringType())
                            .named(column.name());
        };
    }
}
