package io.pythoflow.infra.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PropertiesTest {

    @Test
    void readsCloudFormationsStringsAsBooleans() {
        Properties properties = new Properties(Map.of("On", "true", "Off", "false"));

        assertThat(properties.flag("On")).isTrue();
        assertThat(properties.flag("Off")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "1", "TRUE", "False"})
    void refusesAnythingElseAsABoolean(String text) {
        assertRefused(
                () -> new Properties(Map.of("On", text)).flag("On"),
                "Property On must be true or false: " + text);
    }

    @Test
    void readsStringsListsAndMaps() {
        Properties properties =
                new Properties(
                        Map.of("Text", "a", "List", List.of("b", "a"), "Map", Map.of("k", "v")));

        assertThat(properties.text("Text")).isEqualTo("a");
        assertThat(properties.find("Text")).isEqualTo("a");
        assertThat(properties.find("List")).isNull();
        assertThat(properties.texts("List")).containsExactly("b", "a");
        assertThat(properties.map("Map")).isEqualTo(Map.of("k", "v"));
        assertThat(properties.map("None")).isEmpty();
    }

    @Test
    void refusesWhatIsMissingOrOfAnotherKind() {
        Properties properties =
                new Properties(
                        Map.of(
                                "Empty",
                                "",
                                "None",
                                List.of(),
                                "Numbers",
                                List.of(1),
                                "Nested",
                                Map.of("k", List.of())));

        assertRefused(() -> properties.text("Missing"), "Property Missing must be a string");
        assertRefused(() -> properties.text("Empty"), "Property Empty must be a string");
        assertRefused(() -> properties.texts("None"), "Property None must be a list");
        assertRefused(() -> properties.texts("Numbers"), "Property Numbers must be a list");
        assertRefused(() -> properties.map("Nested"), "Property Nested must be a map");
        assertRefused(() -> properties.map("Empty"), "Property Empty must be a map");
    }

    @Test
    void comparesWithWhatWasBefore() {
        Properties now = new Properties(Map.of("A", "1", "B", "2"));

        assertThat(now.differIn(new Properties(Map.of("A", "1", "B", "3")), "A")).isFalse();
        assertThat(now.differIn(new Properties(Map.of("A", "1", "B", "3")), "A", "B")).isTrue();
        assertThat(now.differIn(Properties.NONE, "A")).isTrue();
    }

    private static void assertRefused(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(WorkFailure.class).hasMessageStartingWith(message);
    }
}
