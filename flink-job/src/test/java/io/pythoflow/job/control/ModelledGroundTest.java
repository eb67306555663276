package io.pythoflow.job.control;

import static io.pythoflow.job.control.testing.ZoneBuilder.aZone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pythoflow.contract.metric.Metric;
import io.pythoflow.contract.rules.ControlMode;
import io.pythoflow.contract.rules.Demand.Calibration;
import io.pythoflow.contract.rules.RulesDocument;
import io.pythoflow.contract.rules.Zone;
import io.pythoflow.job.control.sense.SensorReport;
import io.pythoflow.job.control.sense.SensorReport.Channel;
import io.pythoflow.job.control.sense.SensorReport.Doubt;
import io.pythoflow.job.control.testing.Reports;
import io.pythoflow.job.control.testing.ZoneBuilder;
import io.pythoflow.job.testing.ReadingBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ModelledGroundTest {

    private static final long NOON = ReadingBuilder.NOON;
    private static final long HOUR = 3_600_000;

    @Test
    void whatASensorSaysOfTheSoilIsThatOfTheModelAndAllElseItsOwn() {
        Ground ground = ground(aZone());
        hear(ground, Metric.SOIL_MOISTURE, 20);

        SensorReport heard =
                ground.heard(
                        Reports.from("s1", NOON + HOUR)
                                .with(Metric.SOIL_MOISTURE, 55)
                                .with(Metric.TEMPERATURE, 21)
                                .build(),
                        NOON + HOUR);

        assertThat(heard.value(Metric.SOIL_MOISTURE)).isCloseTo(20, within(1e-9));
        assertThat(heard.value(Metric.TEMPERATURE)).isEqualTo(21);
    }

    @Test
    void aCalibratedProbeShowsTheModelOnItsOwnScale() {
        Ground ground = ground(aZone().relative(new Calibration(10, 5, 90, 45)));
        // 5 % and half of what is above 10: 20 % by volume.
        hear(ground, Metric.SOIL_MOISTURE_RELATIVE, 40);

        SensorReport heard =
                ground.heard(
                        Reports.from("s1", NOON + HOUR)
                                .with(Metric.SOIL_MOISTURE_RELATIVE, 80)
                                .build(),
                        NOON + HOUR);

        assertThat(heard.value(Metric.SOIL_MOISTURE_RELATIVE)).isCloseTo(40, within(1e-9));
    }

    @Test
    void aProbeShowsNothingBeyondItsScale() {
        Ground ground = ground(aZone().relative(new Calibration(0, 0, 100, 10)));
        hear(ground, Metric.SOIL_MOISTURE_RELATIVE, 100);

        SensorReport heard =
                ground.heard(
                        Reports.from("s1", NOON + HOUR)
                                .with(Metric.SOIL_MOISTURE_RELATIVE, 100)
                                .build(),
                        NOON + HOUR);

        assertThat(heard.value(Metric.SOIL_MOISTURE_RELATIVE))
                .as("the driest soil has 12 %, which the probe would call 120")
                .isEqualTo(100);
    }

    @Test
    void whatIsInDoubtBeginsNothingAndStays() {
        Ground ground = ground(aZone());
        SensorReport buffered =
                Reports.from("s1", NOON)
                        .with(Metric.SOIL_MOISTURE, 20)
                        .doubted(Doubt.HISTORICAL)
                        .build();
        SensorReport shared =
                Reports.from("s1", NOON)
                        .with(Metric.SOIL_MOISTURE, 20)
                        .on(Channel.STATUS_TOPIC)
                        .build();

        for (long at = NOON; at <= NOON + 2 * HOUR; at += HOUR) {
            assertThat(ground.heard(buffered, at)).isSameAs(buffered);
            assertThat(ground.heard(shared, at)).isSameAs(shared);
        }

        assertThat(ground.figures().get("z1")).isEqualTo(Map.of(SoilFigure.HOURS, 0.0));
    }

    @Test
    void aZoneThatIsOffHasNoModel() {
        Ground ground = ground(aZone().mode(ControlMode.OFF));
        hear(ground, Metric.SOIL_MOISTURE, 20);

        assertThat(hear(ground, Metric.SOIL_MOISTURE, 30).value(Metric.SOIL_MOISTURE))
                .isEqualTo(30);
        assertThat(ground.figures()).isEmpty();
    }

    private static SensorReport hear(Ground ground, Metric metric, double value) {
        return ground.heard(Reports.from("s1", NOON).with(metric, value).build(), NOON);
    }

    private static Ground ground(ZoneBuilder builder) {
        Zone zone = builder.site(45, 10, 50).build();
        return new ModelledGround(
                new RulesDocument(false, null, List.of(), Map.of(), Map.of(zone.id(), zone)),
                new ReplaySpan(NOON, NOON, NOON + 24 * HOUR));
    }
}
