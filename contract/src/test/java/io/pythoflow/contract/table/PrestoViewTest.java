package io.pythoflow.contract.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PrestoViewTest {

    private static final View WARM =
            new View(
                    "warm",
                    "-- Grüße\nSELECT \"count\", 'it''s \\ fine' AS remark,\n\tts FROM readings",
                    List.of(
                            new Column("count", ColumnType.BIGINT, "How many"),
                            new Column("remark", ColumnType.STRING, "What of it"),
                            new Column("ts", ColumnType.TIMESTAMP, "When")));

    @Test
    void theTextIsTheDefinitionAsTrinoWritesIt() {
        PrestoView stored = PrestoView.of(WARM, PrestoView.ATHENA_CATALOG, "iot_data_catalog");

        assertThat(json(stored))
                .isEqualTo(
                        "{\"originalSql\":\"-- Grüße\\nSELECT \\\"count\\\", 'it''s \\\\ fine' AS"
                                + " remark,\\n\\tts FROM readings\",\"catalog\":\"awsdatacatalog\","
                                + "\"schema\":\"iot_data_catalog\",\"columns\":["
                                + "{\"name\":\"count\",\"type\":\"bigint\"},"
                                + "{\"name\":\"remark\",\"type\":\"varchar\"},"
                                + "{\"name\":\"ts\",\"type\":\"timestamp(3)\"}],"
                                + "\"runAsInvoker\":true,\"path\":[]}");
    }

    @Test
    void theTextIsOneCommentWithoutLineBreaks() {
        for (View view : Views.ALL) {
            assertThat(PrestoView.of(view, "farm", "lake").originalText())
                    .matches("/\\* Presto View: [A-Za-z0-9+/]+=* \\*/");
        }
    }

    @Test
    void theCatalogueKeepsNameAndColumnsOfTheView() {
        PrestoView stored = PrestoView.of(Views.ENVIRONMENT, "farm", "lake");

        assertThat(stored.name()).isEqualTo("environment");
        assertThat(stored.columns()).isEqualTo(Views.ENVIRONMENT.columns());
    }

    @Test
    void aStoredTextTellsItsCatalogue() {
        String text = PrestoView.of(WARM, "farm", "lake").originalText();

        assertThat(PrestoView.catalogOf(text)).contains("farm");
        assertThat(
                        PrestoView.catalogOf(
                                text("{\"columns\":[{\"catalog\":\"no\"}],\"catalog\":\"b\"}")))
                .contains("b");
    }

    @Test
    void whatIsNoTextOfAViewTellsNoCatalogue() {
        assertThat(
                        Stream.of(
                                        text("{\"schema\":\"lake\"}"),
                                        text("{\"catalog\":null}"),
                                        text("[\"catalog\",\"farm\"]"),
                                        text("{\"catalog"),
                                        text(""),
                                        "/* Presto View: ? */",
                                        "/* Presto View: */",
                                        "SELECT 1")
                                .map(PrestoView::catalogOf))
                .containsOnly(Optional.empty());
        assertThat(PrestoView.catalogOf(null)).isEmpty();
    }

    private static String text(String json) {
        return "/* Presto View: "
                + Base64.getEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8))
                + " */";
    }

    private static String json(PrestoView stored) {
        String base64 =
                stored.originalText().replace("/* Presto View: ", "").replace(" */", "").strip();
        return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    }
}
