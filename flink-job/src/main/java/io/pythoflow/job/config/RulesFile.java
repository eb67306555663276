package io.pythoflow.job.config;

import io.pythoflow.contract.codec.ControlDecoder;
import io.pythoflow.contract.codec.DecodeLimits;
import io.pythoflow.contract.codec.InvalidPayloadException;
import io.pythoflow.contract.codec.Schemas;
import io.pythoflow.contract.json.InvalidJsonException;
import io.pythoflow.contract.json.JsonObject;
import io.pythoflow.contract.payload.SystemUpdate;
import io.pythoflow.contract.rules.InvalidRulesException;
import io.pythoflow.contract.rules.RulesCodec;
import io.pythoflow.contract.rules.RulesMerge;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Rules from a file: a document alone, or as it is retained, in its envelope.
 *
 * @param version of the envelope; 0 where there is none
 * @param document a valid {@code pythoflow.rules/1}, as JSON
 */
public record RulesFile(long version, String document) {

    /**
     * Reads a file.
     *
     * @param bytes UTF-8; of too long a file enough to be known as such
     * @throws InvalidRulesException with every problem
     */
    static RulesFile read(byte[] bytes) throws InvalidRulesException {
        RulesCodec codec = new RulesCodec();
        if (isEnvelope(bytes)) {
            SystemUpdate update = update(bytes);
            codec.read(update.payload());
            return new RulesFile(update.version(), update.payload());
        }
        codec.read(bytes);
        return new RulesFile(0, new String(bytes, StandardCharsets.UTF_8));
    }

    private static boolean isEnvelope(byte[] bytes) {
        try {
            return Schemas.SYSTEM_UPDATE.equals(JsonObject.read(bytes).get("schema"));
        } catch (InvalidJsonException e) {
            // The codec says what is wrong with it.
            return false;
        }
    }

    private static SystemUpdate update(byte[] bytes) throws InvalidRulesException {
        SystemUpdate update;
        try {
            update = new ControlDecoder(DecodeLimits.defaults()).systemUpdate(bytes);
        } catch (InvalidPayloadException e) {
            throw new InvalidRulesException(List.of(String.valueOf(e.getMessage())));
        }
        if (!RulesMerge.isWhole(update)) {
            throw new InvalidRulesException(
                    List.of(
                            "the update has type %s, mode %s and scope %s; give one of type RULES that replaces the document of all zones"
                                    .formatted(update.type(), update.mode(), update.zones())));
        }
        return update;
    }
}
