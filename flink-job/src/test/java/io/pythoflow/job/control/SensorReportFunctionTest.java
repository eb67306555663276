package io.pythoflow.job.control;

import static io.pythoflow.job.testing.ReadingBuilder.aReading;
import static org.assertj.core.api.Assertions.assertThat;

import io.pythoflow.contract.payload.Reading;
import io.pythoflow.job.control.sense.SensorReports;
import io.pythoflow.job.ingest.CheckedReading;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.util.ListCollector;
import org.junit.jupiter.api.Test;

class SensorReportFunctionTest {

    private static final Reading OF_SOIL = aReading().with("soil_moisture", 21).build();

    @Test
    void onlyOfSensorsThatRulesNameTheControllerHears() {
        ControlInput report = ControlInput.of(SensorReports.of(OF_SOIL).orElseThrow());

        assertThat(reports(new CheckedReading(OF_SOIL, false, true))).containsExactly(report);
        assertThat(reports(new CheckedReading(OF_SOIL, false, false))).isEmpty();
    }

    @Test
    void whatTheControllerDoesNotUseIsNoReport() {
        Reading ofLight = aReading().with("light", 700).build();

        assertThat(reports(new CheckedReading(ofLight, false, true))).isEmpty();
    }

    private static List<ControlInput> reports(CheckedReading checked) {
        List<ControlInput> reports = new ArrayList<>();
        new SensorReportFunction().flatMap(checked, new ListCollector<>(reports));
        return reports;
    }
}
