package io.pythoflow.job.secret;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.pythoflow.job.mqtt.transport.TlsMaterial;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a thing's secret holds: a JSON object of texts. Other keys, such as the original's {@code
 * public_key} and {@code certificate_arn}, are passed over.
 *
 * @param material of the keys {@code certificate_pem}, {@code private_key} and, for a broker with a
 *     CA of its own, {@code ca_certificate_pem}
 * @param thingName of the key {@code thing_name}; null where there is none
 */
record ThingSecret(TlsMaterial material, @Nullable String thingName) {

    private static final String CERTIFICATE = "certificate_pem";
    private static final String PRIVATE_KEY = "private_key";
    private static final String AUTHORITY = "ca_certificate_pem";
    private static final String THING_NAME = "thing_name";
    private static final JsonFactory JSON = new JsonFactory();

    /**
     * Reads a secret's text.
     *
     * @param secretId for messages
     * @throws SecretException naming the secret and the keys that are amiss. It has no cause, since
     *     the parser's own messages quote what they read.
     */
    static ThingSecret parse(String secretId, String text) {
        Map<String, String> texts = texts(secretId, text);
        List<String> missing =
                Stream.of(CERTIFICATE, PRIVATE_KEY).filter(key -> !texts.containsKey(key)).toList();
        if (!missing.isEmpty()) {
            throw new SecretException(
                    "The secret '%s' has no text under %s: it must be a JSON object with %s and %s"
                            .formatted(
                                    secretId,
                                    String.join(" and ", missing),
                                    CERTIFICATE,
                                    PRIVATE_KEY));
        }
        return new ThingSecret(
                new TlsMaterial(
                        pem(secretId, texts, CERTIFICATE, "CERTIFICATE"),
                        pem(secretId, texts, PRIVATE_KEY, "PRIVATE KEY"),
                        texts.containsKey(AUTHORITY)
                                ? pem(secretId, texts, AUTHORITY, "CERTIFICATE")
                                : null),
                texts.get(THING_NAME));
    }

    private static Map<String, String> texts(String secretId, String text) {
        Map<String, String> texts = new HashMap<>();
        try (JsonParser parser = JSON.createParser(text)) {
            boolean isObject = parser.nextToken() == JsonToken.START_OBJECT;
            while (isObject && parser.nextToken() == JsonToken.FIELD_NAME) {
                String key = parser.currentName();
                if (parser.nextToken() == JsonToken.VALUE_STRING) {
                    String value = parser.getText().strip();
                    if (!value.isEmpty()) {
                        texts.put(key, value);
                    }
                } else {
                    parser.skipChildren();
                }
            }
            if (isObject && parser.nextToken() == null) {
                return texts;
            }
        } catch (IOException e) {
            // Said below, without what the parser quotes.
        }
        throw new SecretException(
                "The secret '%s' is no JSON object: it must be one, with %s and %s"
                        .formatted(secretId, CERTIFICATE, PRIVATE_KEY));
    }

    /** The text of a key as PEM, looked at here because TLS quotes lines that it cannot read. */
    private static String pem(String secretId, Map<String, String> texts, String key, String kind) {
        // Line ends are escaped twice where a secret was put together by hand.
        String pem = texts.get(key).replace("\\r", "").replace("\\n", "\n");
        Pattern first = Pattern.compile("-----BEGIN ([A-Z0-9]+ )?" + kind + "-----");
        if (pem.lines().map(String::strip).noneMatch(first.asMatchPredicate())) {
            throw new SecretException(
                    "The secret '%s' has no PEM under %s: one of its lines must be -----BEGIN %s-----"
                            .formatted(secretId, key, kind));
        }
        return pem;
    }
}
