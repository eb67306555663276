package io.pythoflow.job.control;

import io.pythoflow.job.control.decision.Decision;
import io.pythoflow.job.control.sense.SensorReport;
import java.util.Map;

/** What is under the controller of a replay. Times are epoch milliseconds. */
interface Ground {

    /** What the controller hears of a reading. */
    SensorReport heard(SensorReport report, long now);

    /** A run that the controller advised is over. */
    void ended(Decision outcome);

    /** Time goes on. */
    void tick(long now);

    /** Nothing more happens. */
    void finish(long now);

    /** What can be said of the soil of each zone in the span's decisions. */
    Map<String, Map<SoilFigure, Double>> figures();
}
