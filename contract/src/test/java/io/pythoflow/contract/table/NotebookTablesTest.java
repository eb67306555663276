package io.pythoflow.contract.table;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * Keeps what the notebooks' Python package knows of the tables equal to the contract. It is written
 * anew with {@code mvn -pl contract test -Dtest=NotebookTablesTest
 * -DargLine=-Dpythoflow.write=true}.
 */
class NotebookTablesTest {

    private static final Path FILE = Path.of("..", "notebooks", "src", "pythoflow", "tables.json");

    @Test
    void theNotebooksKnowTheTablesAndViewsOfTheContract() throws IOException {
        String wanted = json();
        if (Boolean.getBoolean("pythoflow.write")) {
            Files.writeString(FILE, wanted);
        }
        assertThat(FILE)
                .as("to be written anew with -DargLine=-Dpythoflow.write=true")
                .content()
                .isEqualTo(wanted);
    }

    private static String json() throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.setPrettyPrinter(
                    new DefaultPrettyPrinter(
                                    Separators.createDefaultInstance()
                                            .withObjectFieldValueSpacing(Separators.Spacing.AFTER))
                            .withObjectIndenter(new DefaultIndenter("  ", "\n")));
            json.writeStartObject();
            json.writeObjectFieldStart("tables");
            for (TableDefinition table : Tables.ALL) {
                LakeScript.Template template = LakeScript.template(table);
                json.writeObjectFieldStart(table.name());
                json.writeStringField("files", template.files());
                json.writeStringField("over_files", template.overFiles());
                json.writeStringField("without_rows", template.withoutRows());
                json.writeEndObject();
            }
            json.writeEndObject();
            json.writeStringField("views", LakeScript.views());
            json.writeEndObject();
        }
        return text + "\n";
    }
}
