package io.pythoflow.job.lake.catalog;

import io.pythoflow.contract.table.Column;
import io.pythoflow.contract.table.ColumnType;
import io.pythoflow.contract.table.HiveFormat;
import io.pythoflow.contract.table.Tables;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.glue.model.StorageDescriptor;
import software.amazon.awssdk.services.glue.model.Table;

/**
 * How a table of the catalogue differs from the contract's.
 *
 * @param conflicts what no adding can mend, each in words
 * @param missing columns that can be added at the end
 * @param remarks what is tolerated and worth a line in the log
 */
record TableComparison(List<String> conflicts, List<Column> missing, List<String> remarks) {

    static TableComparison of(LakeTable expected, Table found) {
        Comparing comparing = new Comparing(expected.name());
        StorageDescriptor storage = found.storageDescriptor();
        if (storage == null || !HiveFormat.TABLE_TYPE.equals(found.tableType())) {
            comparing.conflict("type", found.tableType(), HiveFormat.TABLE_TYPE);
            return comparing.result();
        }
        comparing.location(expected.location(), storage.location());
        comparing.same("input format", HiveFormat.INPUT_FORMAT, storage.inputFormat());
        comparing.same("output format", HiveFormat.OUTPUT_FORMAT, storage.outputFormat());
        comparing.same(
                "SerDe",
                HiveFormat.SERDE,
                storage.serdeInfo() == null ? null : storage.serdeInfo().serializationLibrary());
        comparing.partitionKeys(found.hasPartitionKeys() ? found.partitionKeys() : List.of());
        comparing.columns(expected.definition().columns(), storage.columns());
        if ("true".equalsIgnoreCase(found.parameters().get("projection.enabled"))) {
            comparing.remark(
                    "partition projection is on, so Athena does not see the partitions that the job"
                            + " registers: remove projection.enabled from its parameters");
        }
        return comparing.result();
    }

    private static final class Comparing {

        private final String table;
        private final List<String> conflicts = new ArrayList<>();
        private final List<Column> missing = new ArrayList<>();
        private final List<String> remarks = new ArrayList<>();

        Comparing(String table) {
            this.table = table;
        }

        TableComparison result() {
            return new TableComparison(
                    List.copyOf(conflicts), List.copyOf(missing), List.copyOf(remarks));
        }

        void same(String what, String expected, @Nullable String found) {
            if (!expected.equals(found)) {
                conflict(what, found, expected);
            }
        }

        void location(String expected, @Nullable String found) {
            if (found == null || !HiveFormat.folder(expected).equals(HiveFormat.folder(found))) {
                conflict("location", found, HiveFormat.folder(expected));
            }
        }

        void partitionKeys(List<software.amazon.awssdk.services.glue.model.Column> found) {
            List<String> expected =
                    Tables.PARTITION_COLUMNS.stream()
                            .map(name -> name + " " + ColumnType.STRING.hiveName())
                            .toList();
            List<String> words =
                    found.stream().map(key -> key.name() + " " + plain(key.type())).toList();
            if (!expected.equals(words)) {
                conflict(
                        "partition columns", String.join(", ", words), String.join(", ", expected));
            }
        }

        /**
         * The contract's columns must be there in its order; others may stand between and behind
         * them, since files are read by name.
         */
        void columns(
                List<Column> expected,
                List<software.amazon.awssdk.services.glue.model.Column> found) {
            List<String> names =
                    found.stream().map(column -> column.name().toLowerCase(Locale.ROOT)).toList();
            int last = -1;
            for (Column column : expected) {
                int place = names.indexOf(column.name());
                if (place < 0) {
                    missing.add(column);
                    continue;
                }
                for (Column absent : missing) {
                    conflicts.add(
                            ("table '%s' has no column '%s' before '%s': columns are only added at the"
                                            + " end; put it there by hand")
                                    .formatted(table, absent.name(), column.name()));
                }
                missing.clear();
                if (place < last) {
                    conflicts.add(
                            "table '%s' has column '%s' at place %d, before '%s': must be behind it"
                                    .formatted(table, column.name(), place + 1, names.get(last)));
                }
                last = Math.max(last, place);
                String type = plain(found.get(place).type());
                if (!type.equals(column.type().hiveName())) {
                    conflict("column '" + column.name() + "'", type, column.type().hiveName());
                }
            }
            others(expected, names);
        }

        private void others(List<Column> expected, List<String> names) {
            Set<String> others = new HashSet<>(names);
            expected.forEach(column -> others.remove(column.name()));
            if (!others.isEmpty()) {
                remark(
                        "it has columns that this job does not fill: "
                                + String.join(", ", others.stream().sorted().toList()));
            }
        }

        void conflict(String what, @Nullable String found, String expected) {
            conflicts.add(
                    "table '%s' has %s %s: must be %s"
                            .formatted(
                                    table,
                                    what,
                                    found == null ? "none" : "'" + found + "'",
                                    "'" + expected + "'"));
        }

        void remark(String text) {
            remarks.add("Table '%s' of the catalogue: %s".formatted(table, text));
        }

        private static String plain(String type) {
            return type.toLowerCase(Locale.ROOT).replace(" ", "");
        }
    }
}
