package io.pythoflow.job.lake;

import io.pythoflow.contract.table.Tables;
import io.pythoflow.job.control.gateway.GatewayEvent;
import java.util.TreeMap;

/** One row of {@code gateway_events} per event, its metrics in the order of their names. */
public final class GatewayEventRows implements TableRows<GatewayEvent> {

    private static final long serialVersionUID = 1L;

    private static final int GATEWAY_ID = column("gateway_id");
    private static final int DEVICE_ID = column("device_id");
    private static final int SENSOR_ID = column("sensor_id");
    private static final int ZONE_ID = column("zone_id");
    private static final int TS = column("ts");
    private static final int RECEIVED_AT = column("received_at");
    private static final int KIND = column("kind");
    private static final int STATE = column("state");
    private static final int CODE = column("code");
    private static final int SEVERITY = column("severity");
    private static final int MESSAGE = column("message");
    private static final int COMMAND_ID = column("command_id");
    private static final int METRICS = column("metrics");
    private static final int TOPIC = column("topic");
    private static final int FIRMWARE = column("firmware");

    private static int column(String name) {
        return Tables.GATEWAY_EVENTS.indexOf(name);
    }

    @Override
    public long partitionTime(GatewayEvent event) {
        return event.timestamp();
    }

    @Override
    public void write(GatewayEvent event, RowConsumer columns) {
        columns.repeatingString(GATEWAY_ID, event.gatewayId());
        columns.repeatingString(DEVICE_ID, event.deviceId());
        columns.repeatingString(SENSOR_ID, event.sensorId());
        columns.repeatingString(ZONE_ID, event.zoneId());
        columns.timestamp(TS, event.timestamp());
        columns.timestamp(RECEIVED_AT, event.receivedAt());
        columns.repeatingString(KIND, event.kind());
        columns.repeatingString(STATE, event.state());
        columns.repeatingString(CODE, event.code());
        columns.repeatingString(SEVERITY, event.severity());
        columns.string(MESSAGE, event.message());
        columns.string(COMMAND_ID, event.commandId());
        columns.openMap(METRICS);
        new TreeMap<>(event.metrics()).forEach(columns::entry);
        columns.closeMap();
        columns.repeatingString(TOPIC, event.topic());
        columns.repeatingString(FIRMWARE, event.firmware());
    }
}
