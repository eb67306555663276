package io.pythoflow.contract.codec;

import io.pythoflow.contract.payload.Reading;
import io.pythoflow.contract.payload.RejectReason;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The elements of the two topics that carry readings. On {@code irrigation/gateway/status} an
 * object may also be a gateway's status: it says so by its schema, or has a {@code state} and
 * neither values nor a sensor.
 */
final class ReadingElements implements ElementDecoder {

    private final MessageOutcome outcome;
    private final Nesting nesting;
    private final ReadingParser parser;
    private final ReadingAssembler assembler;
    private final GatewayMessageParser gatewayMessages;
    private final ElementWalker walker;
    private final SenmlPack senml;
    private final ReadingDraft draft;
    private final SentTime envelopeTime = new SentTime();
    private final int maxIdLength;

    private byte[] text = {};
    private @Nullable String topicSensorId;
    private boolean statusTopic;
    private boolean insideEnvelope;
    private int packProblems;

    /** SenML records that carry nothing but base values for those after them. */
    private int baseRecords;

    private boolean basesUsed;

    ReadingElements(
            DecodeLimits limits,
            MessageOutcome outcome,
            Nesting nesting,
            ElementWalker walker,
            GatewayMessageParser gatewayMessages) {
        this.outcome = outcome;
        this.nesting = nesting;
        MemberNames names = new MemberNames(limits.maxIdLength());
        this.parser = new ReadingParser(nesting, names, limits.maxIdLength());
        this.assembler = new ReadingAssembler(limits);
        this.gatewayMessages = gatewayMessages;
        this.walker = walker;
        this.senml = new SenmlPack(limits, names);
        this.draft = new ReadingDraft(limits);
        this.maxIdLength = limits.maxIdLength();
    }

    @Override
    public void begin(byte[] text, Destination destination) {
        this.text = text;
        this.topicSensorId = destination.sensorId();
        this.statusTopic = topicSensorId == null;
        this.insideEnvelope = false;
        this.packProblems = 0;
        this.baseRecords = 0;
        this.basesUsed = false;
        envelopeTime.clear();
        parser.begin(destination.validSensorId());
        senml.begin();
    }

    @Override
    public void read(ReusedParser json) throws IOException {
        draft.clear();
        parser.parse(json, draft);
    }

    @Override
    public void deliver(int start, int end, ElementBytes origin) throws IOException {
        if (draft.envelopeStart >= 0 && !draft.isReading()) {
            deliverEnvelope(start, origin);
        } else if (draft.isSenml()) {
            deliverSenml();
        } else {
            closePack();
            deliverObject(start, end, origin);
        }
    }

    @Override
    public void end() {
        closePack();
        if (baseRecords > 0 && !basesUsed) {
            outcome.rejectMessage(
                    RejectReason.NOT_A_READING,
                    "Has base values of SenML alone, send a record with n and v");
        }
        if (packProblems > 1) {
            outcome.addDetail(packProblems - 1 + " more readings of the pack are rejected");
        }
    }

    private void deliverObject(int start, int end, ElementBytes origin) throws IOException {
        boolean status = draft.declaresStatus || (draft.hasState && !draft.isReading());
        if (status && statusTopic && !nesting.exceeded()) {
            deliverStatus(start, end, origin);
            return;
        }
        if (draft.declaresStatus && !statusTopic) {
            draft.fail(
                    RejectReason.NOT_A_READING,
                    "Schema " + Schemas.STATUS + " does not belong on this topic");
        }
        Reading reading =
                assembler.assemble(
                        draft, outcome.topic(), topicSensorId, envelopeTime, outcome.receivedAt());
        if (reading != null) {
            outcome.reading(reading, origin);
        } else {
            outcome.reject(draft.problem(), draft.problemDetail(), origin);
        }
    }

    private void deliverStatus(int start, int end, ElementBytes origin) throws IOException {
        try {
            outcome.gatewayMessage(gatewayMessages.status(text, start, end, outcome));
        } catch (InvalidPayloadException e) {
            outcome.reject(e.reason(), e.getMessage(), origin);
        }
    }

    private void deliverEnvelope(int start, ElementBytes origin) throws IOException {
        if (insideEnvelope || origin.element() != null) {
            outcome.reject(
                    RejectReason.NOT_A_READING,
                    "Is an envelope inside an array, send the envelope alone",
                    origin);
            return;
        }
        insideEnvelope = true;
        envelopeTime.copyFrom(draft.ingestionTime);
        int from = start + draft.envelopeStart;
        int to = start + draft.envelopeEnd;
        walker.walkEnvelope(text, from, to, outcome, this);
    }

    private void deliverSenml() {
        senml.rebase(draft.senml);
        if (draft.problem() == null && !SenmlPack.isMeasurement(draft.senml)) {
            baseRecords++;
            return;
        }
        basesUsed = true;
        if (senml.isOpen() && !senml.continues(draft)) {
            closePack();
        }
        senml.add(draft, outcome.receivedAt(), maxIdLength);
    }

    /**
     * Hands on the reading that SenML records made so far. Records mean nothing without the base
     * values before them, so what is rejected is the message, once.
     */
    private void closePack() {
        if (!senml.isOpen()) {
            return;
        }
        ReadingDraft pack = senml.close();
        Reading reading =
                assembler.assemble(
                        pack, outcome.topic(), topicSensorId, envelopeTime, outcome.receivedAt());
        if (reading != null) {
            outcome.reading(reading, outcome.whole());
            return;
        }
        packProblems++;
        if (packProblems == 1) {
            outcome.reject(pack.problem(), pack.problemDetail(), outcome.whole());
        } else {
            outcome.leaveOut(pack.problem(), 1);
        }
    }
}
