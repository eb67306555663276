package io.pythoflow.job.control.valve;

import io.pythoflow.contract.payload.Alert;
import io.pythoflow.contract.payload.GatewayError.Severity;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;

/** Which troubles people know of, so that they hear of each once, and once that it is over. */
final class Troubles {
    private final Set<Alert.Code> raised = EnumSet.noneOf(Alert.Code.class);

    boolean isRaised(Alert.Code code) {
        return raised.contains(code);
    }

    void raise(Alert.Code code, Severity severity, String message, ValveEvents out) {
        if (raised.add(code)) {
            out.alert(code, Alert.State.RAISED, severity, message);
        }
    }

    void clear(Alert.Code code, String message, ValveEvents out) {
        if (raised.remove(code)) {
            out.alert(code, Alert.State.CLEARED, Severity.INFO, message);
        }
    }

    void clearAllBut(Set<Alert.Code> kept, String message, ValveEvents out) {
        Set<Alert.Code> cleared = EnumSet.allOf(Alert.Code.class);
        cleared.removeAll(kept);
        for (Alert.Code code : cleared) {
            clear(code, message, out);
        }
    }

    void write(DataOutput out) throws IOException {
        out.writeByte(raised.size());
        for (Alert.Code code : raised) {
            // By name: the contract may add codes anywhere.
            out.writeUTF(code.name());
        }
    }

    static Troubles read(DataInput in) throws IOException {
        Troubles book = new Troubles();
        int size = in.readByte();
        for (int i = 0; i < size; i++) {
            book.raised.add(Alert.Code.valueOf(in.readUTF()));
        }
        return book;
    }
}
