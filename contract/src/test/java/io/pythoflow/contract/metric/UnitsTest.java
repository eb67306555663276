package io.pythoflow.contract.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class UnitsTest {

    @ParameterizedTest
    @CsvSource({
        "soil_moisture, 0.274, m3/m3, soil_moisture, 27.4",
        "soil_moisture, 27.4, %, soil_moisture, 27.4",
        "soil_moisture, 45, %rel, soil_moisture_relative, 45",
        "soil_moisture_relative, 0.45, /, soil_moisture_relative, 45",
        "soil_moisture_relative, 27.4, %VWC, soil_moisture, 27.4",
        "temperature, 300, K, temperature, 26.85",
        "temperature, 212, degF, temperature, 100",
        "temperature, 32, Far, temperature, 0",
        "soil_temperature, -40, °F, soil_temperature, -40",
        "soil_temperature, 21, CELSIUS, soil_temperature, 21",
        "humidity, 0.6, 1, humidity, 60",
        "light, 900, lx, illuminance, 900",
        "illuminance, 1.2, klx, illuminance, 1200",
        "rain, 2, cm, rain, 20",
        "rain, 1, in, rain, 25.4",
        "pressure, 1013.25, hPa, pressure, 101.325",
        "pressure, 101325, Pa, pressure, 101.325",
        "pressure, 1013.25, mbar, pressure, 101.325",
        "pressure, 760, mmHg, pressure, 101.325014",
        "wind_speed, 36, km/h, wind_speed, 10",
        "wind_gust, 10, kn, wind_gust, 5.144444",
        "wind_direction, 3.14159265, rad, wind_direction, 180",
        "solar_radiation, 0.8, kW/m2, solar_radiation, 800",
        "flow_rate, 600, L/h, flow_rate, 10",
        "flow_rate, 600, l/h, flow_rate, 10",
        "flow_rate, 0.6, m3/h, flow_rate, 10",
        "flow_rate, 0.5, L/s, flow_rate, 30",
        "flow_rate, 1, gpm, flow_rate, 3.785412",
        "battery, 3910, mV, battery, 3.91"
    })
    void aValueIsConverted(
            String metric, double value, String unit, String target, double expected) {
        Units.Conversion conversion =
                Units.conversion(Metric.named(metric).orElseThrow(), unit).orElseThrow();

        assertThat(conversion.metric().metricName()).isEqualTo(target);
        assertThat(conversion.toCanonical().applyAsDouble(value)).isCloseTo(expected, within(1e-5));
    }

    @ParameterizedTest
    @EnumSource(Metric.class)
    void theCanonicalUnitChangesNothing(Metric metric) {
        Units.Conversion conversion = Units.conversion(metric, metric.unit()).orElseThrow();

        assertThat(conversion.metric()).isEqualTo(metric);
        assertThat(conversion.toCanonical().applyAsDouble(1.0 / 3)).isEqualTo(1.0 / 3);
    }

    @Test
    void aUnitOfAnotherKindIsUnknown() {
        assertThat(Units.conversion(Metric.RAIN, "Cel")).isEmpty();
        assertThat(Units.conversion(Metric.BATTERY, "%")).isEmpty();
        assertThat(Units.conversion(Metric.BATTERY, "")).isEmpty();
    }
}
