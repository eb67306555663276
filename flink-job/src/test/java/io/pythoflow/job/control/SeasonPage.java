package io.pythoflow.job.control;

import io.pythoflow.job.control.season.Ledger;
import io.pythoflow.job.control.season.Plot;
import io.pythoflow.job.control.season.SeasonWeather;
import java.util.List;
import java.util.Locale;

/** {@code docs/season.md}: what the seasons came to. */
final class SeasonPage {
    private static final String WHAT =
            """
            # A simulated season

            How does the control loop do over a whole season, on a field that is not as its rules say? `SeasonTest` lets the
            controller of the job (`control/Controller`, the code that runs in the operator) water three crops for 120 days of
            made-up weather, twice: deciding by depletion (FAO-56) and by moisture. The original's rule waters the same plots in the
            same weather. The test writes this page, holds it against what it computes, and takes a few seconds.

            ## The field

            - **Weather** of the Po valley from 1 April, in steps of ten minutes, from a seed: frosts at dawn in spring, 24 °C on
              average in July, clouds, wind, showers.
            - **Plots** of 50 m² with 25 L/min and an efficiency of 0.9: lettuce in sandy loam (0.3 m of roots), potato in loam
              (0.4 m), tomato in silt loam (0.7 m). The soil is field capacity and wilting point of FAO-56 Table 19, and begins the
              season full, as after a winter.
            - **The soil is not the controller's model**: two layers, of which the upper is wetted and emptied first, and which drain
              with a time constant of four hours each, where the controller counts one bucket that is full at once.
            - **The rules are 15 % off**: field capacity and wilting point are both given 15 % too high or both 15 % too low, in
              turn. On silt loam that is 4 % of the soil's volume, a third of all the water the roots can use.
            - **Three probes a plot**, every ten minutes: each has its own gain (2 %), bias (0.7 %), drift, depth and temperature
              effect, noise of 0.3 % that lasts, and steps of 0.1 %. The first probe of each plot breaks after 20, 30 or 40 days: it
              sticks, drifts away by 0.4 % a day, reads 18 to 30 % off every tenth time, or drops to zero.
            - **A weather station**: thermometer 0.2 °C off, gauge that misses a twentieth of the rain and tips every 0.2 mm, wind
              5 % low, sun 3 % high, noise on all.
            - **Devices** of protocol v1 that obey. An OPEN leaves ten seconds after the decision, as after a checkpoint.

            ## What is held

            1. **No stress beyond the configured depletion.** The configured depletion is the crop's fraction p (Table 22, adjusted
               to the day's evapotranspiration), so RAW of the true soil. The true depletion never goes beyond it by more than 5 % of
               TAW, which is 0.7 % of the volume of a loam: what a good probe may be off. By depletion at most one day of a season
               has an hour of stress, by moisture at most three.
            2. **No watering in rain or frost.** No OPEN, and no second of open valve, while by the true weather it rains, 4 mm have
               fallen within 12 hours or it is below 4 °C or was within the hour, less what the station's instruments may be off
               (0.5 mm, 0.25 mm for rain at this moment, 0.5 °C, one report). In this weather thirst hardly meets either, so a
               further season waters from 3 to 7 o'clock only; with the gates of rain and frost taken out it opens in both.
            3. **Water within 10 % of the requirement.** Required is what somebody uses who sees the true soil, waters by the same
               rule (a day's evapotranspiration before RAW is used up, up to 10 % of TAW below field capacity, not in rain or frost)
               and has no rain forecast either: the season's ETc less the rain that stays. Counted is water that reaches the soil; a
               plot that ends drier than the perfect one has the difference added.
            """;

    private static final String BELOW =
            """

            "Original" is the rule of the original: five minutes of water whenever the mean of all probes over half an hour is below
            the crop's lowest moisture (field capacity less p of the available water, by the same constants 15 % off), at any hour,
            in any weather. "Without the broken probe" is the same where somebody had unplugged it on the first day. A stress day
            has an hour or more of Ks below 1; ETa / ETc is what the crop got of the water it could use. Deep percolation is of rain
            and watering. Where the constants are too high the original keeps the soil wetter than its owner meant, which hides
            what it does; where they are too low the crop pays; a probe that drops to zero keeps the valve busy all day.
            """;

    private static final String NOT_SHOWN =
            """

            ## What it does not show

            - **A dry start with wrong constants.** The controller learns field capacity from how the soil takes water. In soil
              that is full at the start it sees it within days, or with the first watering or rain that is too much. Where the season
              begins with a fifth of the available water gone, it has only the constants until then:
            """;

    private static final String REST =
            """

              Constants that are too low leave the crop thirsty until the first good wetting; too high ones let the first watering
              run through. Water once to full, or measure the constants.
            - **Rain luck.** Nobody here knows tomorrow's rain. A watering the day before it is lost, for the perfect rule as well,
              but on other days. Over 40 seasons (seeds 1 to 40, both modes, three plots each; measured once, it takes minutes) the
              water was between 6.5 % less and 26.1 % more than required, 3.9 % more on average, and more than 10 % off on 14 of 240
              plots; the depletion went beyond RAW by at most 5.6 % of TAW, with 1 stress day in all by depletion and 20 by
              moisture, at most 3 on one plot. The seasons of the test are the first four of these.
            - Constants that are wrong in another way than both by the same factor, a wrong root depth, crop or planting date, a
              valve that gives another flow than the rules say, salt, slopes, runoff, groundwater.
            - Broken valves, lost messages and restarts: these are tried elsewhere, with the same controller.
            """;

    private SeasonPage() {}

    static String text(SeasonRun shown, List<SeasonRun> all, SeasonRun dryStart) {
        StringBuilder page = new StringBuilder(WHAT);
        page.append("\n## One season\n\n")
                .append(weather(shown.scenario().weather()))
                .append("\n\n");
        page.append(
                "| crop | rules say | broken probe | rule | water mm | of required | deep percolation mm |"
                        + " stress days | lowest daily Ks | ETa / ETc | openings |\n"
                        + "|---|---|---|---|--:|--:|--:|--:|--:|--:|--:|\n");
        for (int plot = 0; plot < shown.perfect().size(); plot++) {
            row(page, shown, plot, "required", shown.perfect());
            row(page, shown, plot, "by depletion", shown.depletion().plots());
            row(page, shown, plot, "by moisture", shown.moisture().plots());
            row(page, shown, plot, "original", shown.original());
            row(page, shown, plot, "original, without the broken probe", shown.originalHealthy());
        }
        page.append(BELOW);
        page.append("\n## All seasons of the test\n\n");
        brief(page, all);
        page.append(NOT_SHOWN).append('\n');
        StringBuilder dry = new StringBuilder();
        brief(dry, List.of(dryStart));
        page.append(dry.toString().indent(2));
        page.append(REST);
        return page.toString();
    }

    private static String weather(SeasonWeather weather) {
        int rainDays = 0;
        int frostDays = 0;
        double lowestC = Double.POSITIVE_INFINITY;
        double referenceMm = 0;
        for (int day = 0; day < weather.steps(); day += SeasonWeather.STEPS_PER_DAY) {
            double coldestC = Double.POSITIVE_INFINITY;
            for (int step = day; step < day + SeasonWeather.STEPS_PER_DAY; step++) {
                coldestC = Math.min(coldestC, weather.sky(step).temperatureC());
                referenceMm += weather.sky(step).referenceMm();
            }
            lowestC = Math.min(lowestC, coldestC);
            frostDays += coldestC < 0 ? 1 : 0;
            rainDays += weather.rainMm(day, day + SeasonWeather.STEPS_PER_DAY) >= 0.2 ? 1 : 0;
        }
        return format(
                "%.0f mm of rain on %d days, ET0 %.0f mm, %d days with frost, the coldest %.1f °C.",
                weather.rainMm(0, weather.steps()), rainDays, referenceMm, frostDays, lowestC);
    }

    private static void row(
            StringBuilder page, SeasonRun run, int index, String rule, List<Plot> plots) {
        Plot plot = plots.get(index);
        Ledger ledger = plot.ledger();
        page.append(
                format(
                        "| %s | %s | %s | %s | %.0f | %s | %.0f | %d | %.2f | %.3f | %d |\n",
                        plot.setup().crop(),
                        off(plot),
                        plot.setup().fault(),
                        rule,
                        ledger.waterMm(),
                        percent(run.requirementShare(plots, index)),
                        ledger.percolationMm(),
                        ledger.stressDays(),
                        ledger.worstDailyStress(),
                        ledger.cropEtShare(),
                        ledger.openings()));
    }

    private static void brief(StringBuilder page, List<SeasonRun> runs) {
        page.append(
                "| season | crop | rules say | broken probe | rule | water of required |"
                        + " farthest beyond RAW, of TAW | stress days |\n"
                        + "|--:|---|---|---|---|--:|--:|--:|\n");
        for (SeasonRun run : runs) {
            for (int index = 0; index < run.perfect().size(); index++) {
                brief(page, run, index, "by depletion", run.depletion().plots());
                brief(page, run, index, "by moisture", run.moisture().plots());
                brief(page, run, index, "original", run.original());
            }
        }
    }

    private static void brief(
            StringBuilder page, SeasonRun run, int index, String rule, List<Plot> plots) {
        Plot plot = plots.get(index);
        page.append(
                format(
                        "| %d | %s | %s | %s | %s | %s | %.1f %% | %d |\n",
                        run.scenario().seed(),
                        plot.setup().crop(),
                        off(plot),
                        plot.setup().fault(),
                        rule,
                        percent(run.requirementShare(plots, index)),
                        100 * plot.ledger().worstExcessShare(),
                        plot.ledger().stressDays()));
    }

    private static String off(Plot plot) {
        return format("%+.0f %%", 100 * (plot.setup().rulesSayShare() - 1));
    }

    private static String percent(double share) {
        return format("%.0f %%", 100 * share);
    }

    private static String format(String text, Object... arguments) {
        return String.format(Locale.ROOT, text, arguments);
    }
}
