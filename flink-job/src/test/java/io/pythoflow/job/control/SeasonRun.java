package io.pythoflow.job.control;

import io.pythoflow.contract.rules.Demand;
import io.pythoflow.contract.rules.Demand.By;
import io.pythoflow.job.control.season.OriginalRule;
import io.pythoflow.job.control.season.PerfectRule;
import io.pythoflow.job.control.season.Plot;
import io.pythoflow.job.control.season.Probe.Fault;
import io.pythoflow.job.control.season.Scenario;
import java.util.List;

/**
 * One season, lived through under every rule.
 *
 * @param perfect what the season required
 * @param depletion by the controller, demand by depletion
 * @param moisture by the controller, demand by moisture
 * @param original by the original's rule
 * @param originalHealthy by the original's rule, the broken probe taken out
 */
record SeasonRun(
        Scenario scenario,
        List<Plot> perfect,
        Controlled depletion,
        Controlled moisture,
        List<Plot> original,
        List<Plot> originalHealthy) {

    /** What the controller made of it. */
    record Controlled(List<Plot> plots, SeasonFarm farm) {}

    static SeasonRun of(Scenario scenario) {
        List<Plot> perfect = scenario.plots();
        PerfectRule.water(perfect, scenario.weather());
        List<Plot> original = scenario.plots();
        OriginalRule.water(original, scenario.weather(), probe -> true);
        List<Plot> healthy = scenario.plots();
        OriginalRule.water(healthy, scenario.weather(), probe -> probe.fault() == Fault.NONE);
        return new SeasonRun(
                scenario,
                perfect,
                controlled(scenario, By.DEPLETION),
                controlled(scenario, By.MOISTURE),
                original,
                healthy);
    }

    private static Controlled controlled(Scenario scenario, Demand.By by) {
        List<Plot> plots = scenario.plots();
        SeasonFarm farm = new SeasonFarm(scenario.weather(), plots, by, scenario.seed());
        farm.live();
        return new Controlled(plots, farm);
    }

    Controlled controlled(By by) {
        return switch (by) {
            case DEPLETION -> depletion;
            case MOISTURE -> moisture;
        };
    }

    /**
     * Water of a plot as a multiple of what was required. Soil that is left drier than after the
     * perfect season has saved water that was only borrowed, so the difference counts as used.
     */
    double requirementShare(List<Plot> plots, int index) {
        Plot plot = plots.get(index);
        Plot ideal = perfect.get(index);
        double borrowedMm = plot.soil().depletionMm() - ideal.soil().depletionMm();
        return (plot.ledger().waterMm() + borrowedMm) / ideal.ledger().waterMm();
    }
}
