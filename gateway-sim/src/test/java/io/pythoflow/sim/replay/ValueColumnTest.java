package io.pythoflow.sim.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValueColumnTest {

    @Test
    void aMetricAndAColumnAreEnough() {
        assertThat(ValueColumn.parse("soil_moisture=value"))
                .isEqualTo(new ValueColumn(null, "soil_moisture", null, "value", null));
    }

    @Test
    void everyPartHasItsPlace() {
        assertThat(ValueColumn.parse("station/wind_speed:km/h=Wind (km/h)=a@b@*-WS.csv"))
                .isEqualTo(
                        new ValueColumn(
                                "station", "wind_speed", "km/h", "Wind (km/h)=a@b", "*-WS.csv"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "value", "=value", "a=", "a:=value", "/a=value", "a/b/c=value"})
    void refusesWhatLacksAPart(String text) {
        assertThatThrownBy(() -> ValueColumn.parse(text))
                .hasMessage("'" + text + "' is not of the form " + ValueColumn.FORM);
    }

    @Test
    void appliesToFilesByNameOrPattern() {
        ValueColumn ofOne = ValueColumn.parse("a=value@x[1].csv");
        ValueColumn ofSome = ValueColumn.parse("a=value@x*.csv");
        ValueColumn ofAll = ValueColumn.parse("a=value");

        assertThat(ofOne.appliesTo(Path.of("folder", "x[1].csv"))).isTrue();
        assertThat(ofOne.appliesTo(Path.of("folder", "x2.csv"))).isFalse();
        assertThat(ofSome.appliesTo(Path.of("folder", "x2.csv"))).isTrue();
        assertThat(ofSome.appliesTo(Path.of("x", "y.csv"))).isFalse();
        assertThat(ofAll.appliesTo(Path.of("anything"))).isTrue();
    }
}
