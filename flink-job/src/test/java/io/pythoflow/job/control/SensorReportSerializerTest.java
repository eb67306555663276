package io.pythoflow.job.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.pythoflow.contract.payload.Measurement;
import io.pythoflow.job.control.sense.SensorReport;
import io.pythoflow.job.control.sense.SensorReport.Channel;
import io.pythoflow.job.control.sense.SensorReport.Doubt;
import java.util.List;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

class SensorReportSerializerTest {

    @Test
    void everyKindOfReportComesBack() throws Exception {
        SensorReportSerializer serializer = new SensorReportSerializer();
        for (Channel channel : Channel.values()) {
            for (Doubt doubt : Doubt.values()) {
                for (Integer period : new Integer[] {null, 60}) {
                    SensorReport report =
                            new SensorReport(
                                    "A1",
                                    period == null ? null : "irrigation-gateway-000",
                                    1_748_779_200_000L,
                                    -1,
                                    channel,
                                    doubt,
                                    period,
                                    List.of(
                                            new Measurement("soil_moisture", 27.4, null),
                                            new Measurement("rain", 0, null)));
                    DataOutputSerializer out = new DataOutputSerializer(16);
                    serializer.serialize(report, out);

                    assertThat(
                                    serializer
                                            .duplicate()
                                            .deserialize(
                                                    new DataInputDeserializer(
                                                            out.getCopyOfBuffer())))
                            .isEqualTo(report);
                }
            }
        }
    }
}
