package io.pythoflow.job.lake;

import io.pythoflow.contract.payload.RejectedMessage;
import io.pythoflow.contract.table.Tables;
import java.nio.charset.StandardCharsets;

/** One row of {@code rejected_messages} per reject, with its bytes as they came and as text. */
public final class RejectedMessageRows implements TableRows<RejectedMessage> {

    private static final long serialVersionUID = 1L;

    private static final int RECEIVED_AT = column("received_at");
    private static final int TOPIC = column("topic");
    private static final int REASON = column("reason");
    private static final int DETAIL = column("detail");
    private static final int ELEMENT = column("element");
    private static final int PAYLOAD = column("payload");
    private static final int PAYLOAD_TEXT = column("payload_text");

    private static int column(String name) {
        return Tables.REJECTED_MESSAGES.indexOf(name);
    }

    @Override
    public long partitionTime(RejectedMessage rejected) {
        return rejected.receivedAt();
    }

    @Override
    public void write(RejectedMessage rejected, RowConsumer columns) {
        columns.timestamp(RECEIVED_AT, rejected.receivedAt());
        columns.repeatingString(TOPIC, rejected.topic());
        columns.repeatingString(REASON, rejected.reason());
        columns.string(DETAIL, rejected.detail());
        columns.integer(ELEMENT, rejected.element());
        columns.binary(PAYLOAD, rejected.payload());
        columns.string(PAYLOAD_TEXT, new String(rejected.payload(), StandardCharsets.UTF_8));
    }
}
