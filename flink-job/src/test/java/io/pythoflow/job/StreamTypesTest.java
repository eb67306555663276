package io.pythoflow.job;

import static org.apache.flink.types.PojoTestUtils.assertSerializedAsPojoWithoutKryo;

import io.pythoflow.contract.payload.Measurement;
import io.pythoflow.contract.payload.Reading;
import io.pythoflow.contract.payload.RejectedMessage;
import io.pythoflow.job.aggregate.SensorAggregate;
import io.pythoflow.job.control.ControlInput;
import io.pythoflow.job.control.ControlMessage;
import io.pythoflow.job.control.decision.Decision;
import io.pythoflow.job.control.gateway.GatewayEvent;
import io.pythoflow.job.control.rules.ActiveRules;
import io.pythoflow.job.control.rules.SystemMessage;
import io.pythoflow.job.control.sense.SensorReport;
import io.pythoflow.job.control.valve.DeviceCommand;
import io.pythoflow.job.ingest.CheckedReading;
import io.pythoflow.job.ingest.FoundReading;
import io.pythoflow.job.ingest.GatewayReport;
import io.pythoflow.job.ingest.Ingested;
import io.pythoflow.job.ingest.RoutedReading;
import io.pythoflow.job.lake.backfill.LakeFile;
import io.pythoflow.job.lake.backfill.LegacyFolder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamTypesTest {

    @ParameterizedTest
    @ValueSource(
            classes = {
                Reading.class,
                Measurement.class,
                RejectedMessage.class,
                Ingested.class,
                GatewayReport.class,
                RoutedReading.class,
                CheckedReading.class,
                SensorAggregate.class,
                SystemMessage.class,
                ActiveRules.class,
                SensorReport.class,
                ControlInput.class,
                Decision.class,
                GatewayEvent.class,
                DeviceCommand.class,
                ControlMessage.class,
                FoundReading.class,
                LakeFile.class,
                LegacyFolder.class
            })
    void streamTypesNeedNoKryo(Class<?> type) {
        assertSerializedAsPojoWithoutKryo(type);
    }
}
