package io.pythoflow.job.control.demand;

import static io.pythoflow.job.control.testing.ZoneBuilder.aZone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pythoflow.contract.metric.Metric;
import io.pythoflow.contract.rules.Zone;
import io.pythoflow.job.control.sense.SensorTracks;
import io.pythoflow.job.control.sense.ZoneWeather;
import io.pythoflow.job.control.testing.Reports;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

class ReferenceEvapotranspirationTest {
    private static final long HOUR = 3_600_000;
    private static final long MIDNIGHT = Instant.parse("2026-07-15T00:00:00Z").toEpochMilli();

    /** Lyon, as in FAO-56 example 20. */
    private static final Zone LYON = aZone().site(45.72, 4.85, 200).build();

    private final SensorTracks tracks = new SensorTracks();
    private final ReferenceEvapotranspiration reference = new ReferenceEvapotranspiration();

    /** FAO-56 example 19, N'Diaye on 1 October: 14 to 15 h on a clock one hour behind UTC. */
    @Test
    void example19TheHourAfterNoon() {
        Zone nDiaye = aZone().site(16.217, -16.25, 8).build();
        long begin = LocalDate.of(2026, 10, 1).toEpochDay() * 24 * HOUR + 15 * HOUR;
        tracks.accept(
                Reports.from("s1", begin + HOUR / 2)
                        .with(Metric.TEMPERATURE, 38)
                        .with(Metric.HUMIDITY, 52)
                        .with(Metric.WIND_SPEED, 3.3)
                        .with(Metric.SOLAR_RADIATION, 2.450 / 0.0036)
                        .build());

        assertThat(reference.advance(nDiaye, weather(nDiaye), begin / HOUR))
                .isCloseTo(0.63, within(0.005));
    }

    /** Example 20: with 26.6 and 14.8 °C Hargreaves gives 5.0 mm/day. */
    @Test
    void fromTemperatureAloneADayIsHargreaves() {
        measure(48, (hour, report) -> {});

        assertThat(advance(LYON, 48)).isCloseTo(5.03, within(0.03));
        assertThat(reference.lastDayMm()).isCloseTo(5.03, within(0.03));
    }

    /** Example 20: Penman-Monteith without sun, humidity and wind measured gives 4.56 mm/day. */
    @Test
    void whatIsMissingIsPutInAsTheBookSays() {
        measure(48, (hour, report) -> report.with(Metric.WIND_SPEED, 2));

        assertThat(advance(LYON, 48)).isCloseTo(4.56, within(0.35));
    }

    @Test
    void theSunIsWhereTheSiteIs() {
        Zone samoa = aZone().site(45.72, -172, 200).build();
        measure(48, (hour, report) -> {});
        advance(samoa, 48);

        long day = MIDNIGHT / HOUR + 24;
        assertThat(reference.advance(samoa, weather(samoa), day + 23)).isGreaterThan(0.4);
        assertThat(reference.advance(samoa, weather(samoa), day + 12)).isZero();
    }

    @Test
    void withoutSiteOrTemperatureItIsUnknown() {
        measure(48, (hour, report) -> {});
        Zone nowhere = aZone().build();

        assertThat(reference.advance(nowhere, weather(nowhere), MIDNIGHT / HOUR)).isZero();
        assertThat(reference.isKnown()).isFalse();
        assertThat(reference.lastDayMm()).isNull();
        assertThat(reference.yesterdayMm()).isNull();
    }

    @Test
    void anHourWithoutWeatherIsThatOfTheDayBefore() {
        measure(48, (hour, report) -> report.with(Metric.SOLAR_RADIATION, 500));
        advance(LYON, 48);
        long noon = MIDNIGHT / HOUR + 36;
        double knownMm = reference.advance(LYON, weather(LYON), noon);

        assertThat(reference.advance(LYON, weather(LYON), noon + 24)).isEqualTo(knownMm);
        assertThat(reference.isKnown()).isTrue();
    }

    @Test
    void theLastWholeLocalDayIsKnownOnceThereHasBeenOne() {
        measure(72, (hour, report) -> report.with(Metric.SOLAR_RADIATION, 500));
        advance(LYON, 47);
        assertThat(reference.yesterdayMm()).isNull();

        Double dayMm = null;
        for (int hour = 47; hour < 50; hour++) {
            reference.advance(LYON, weather(LYON), MIDNIGHT / HOUR + hour);
            dayMm = reference.yesterdayMm();
        }
        assertThat(dayMm).isCloseTo(reference.lastDayMm(), within(0.3));
    }

    /** Hours from midnight, each with Lyon's range of temperature. */
    private void measure(int hours, BiConsumer<Integer, Reports> more) {
        for (int hour = 0; hour < hours; hour++) {
            for (int quarter = 0; quarter < 4; quarter++) {
                double at = hour + quarter / 4.0;
                Reports report =
                        Reports.from("s1", MIDNIGHT + Math.round(at * HOUR))
                                .with(
                                        Metric.TEMPERATURE,
                                        20.7 + 5.9 * Math.cos(Math.PI * (at - 15) / 12));
                more.accept(hour, report);
                tracks.accept(report.build());
            }
        }
    }

    /** Takes so many hours from midnight; the sum of the last 24. */
    private double advance(Zone zone, int hours) {
        double sum = 0;
        for (int hour = 0; hour < hours; hour++) {
            double mm = reference.advance(zone, weather(zone), MIDNIGHT / HOUR + hour);
            sum += hour >= hours - 24 ? mm : 0;
        }
        return sum;
    }

    private ZoneWeather weather(Zone zone) {
        return ZoneWeather.of(zone, List.of(), tracks);
    }
}
