package io.pythoflow.job.mqtt;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pythoflow.job.mqtt.quirks.Quirks;
import io.pythoflow.job.mqtt.quirks.QuirksBroker;
import io.pythoflow.job.mqtt.transport.BrokerAddress;
import java.io.IOException;
import org.apache.flink.core.execution.JobClient;
import org.junit.jupiter.api.Test;

/** The contract beside a broker that behaves as AWS IoT Core does. */
class QuirksBrokerContractTest extends MqttSourceContract {
    private final QuirksBroker broker = QuirksBroker.start(Quirks.AWS);

    @Override
    BrokerAddress broker() {
        return broker.address();
    }

    @Override
    void disconnectFromBroker() throws IOException {
        super.disconnectFromBroker();
        broker.close();
    }

    @Test
    void missingAuthorisationFailsTheJobWithAdvice() throws Exception {
        broker.answerSubscribe(0x87);
        JobClient job = submit(aSource(), NEVER, 1, null);

        assertThatThrownBy(() -> awaitEnd(job))
                .hasStackTraceContaining("not authorized (0x87)")
                .hasStackTraceContaining("allow this client id to connect, to subscribe");
    }
}
