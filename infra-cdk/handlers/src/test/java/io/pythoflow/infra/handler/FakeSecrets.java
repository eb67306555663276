package io.pythoflow.infra.handler;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueRequest;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;
import software.amazon.awssdk.services.secretsmanager.model.InvalidRequestException;
import software.amazon.awssdk.services.secretsmanager.model.PutSecretValueRequest;
import software.amazon.awssdk.services.secretsmanager.model.PutSecretValueResponse;
import software.amazon.awssdk.services.secretsmanager.model.ResourceExistsException;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;
import software.amazon.awssdk.services.secretsmanager.model.UpdateSecretVersionStageRequest;
import software.amazon.awssdk.services.secretsmanager.model.UpdateSecretVersionStageResponse;

/** One secret with the versions and the two stages that Secrets Manager keeps of it. */
final class FakeSecrets implements SecretsManagerClient {

    static final String ARN =
            "arn:aws:secretsmanager:us-east-1:123456789012:secret:dev/iot/irrigation-gateway-000-AbCdEf";

    /** Text by id, in the order in which they were written. */
    final Map<String, String> versions = new LinkedHashMap<>();

    /** What the next calls of PutSecretValue fail with. */
    final Deque<RuntimeException> putFailures = new ArrayDeque<>();

    /** What every call of GetSecretValue fails with. */
    @Nullable RuntimeException readFailure;

    /** Whether a put that fails is carried out nevertheless. */
    boolean carriesOutWhatFails;

    boolean markedForDeletion;

    /** Runs before the next put, as if by somebody else. */
    @Nullable Runnable beforePut;

    private final Map<String, String> stages = new HashMap<>();

    /** A secret as it is when it was made with a generated string. */
    FakeSecrets generated() {
        write("generated", "no JSON");
        return this;
    }

    @Nullable String current() {
        return stages.get("AWSCURRENT");
    }

    @Nullable String text() {
        return versions.get(current());
    }

    List<String> ids() {
        return new ArrayList<>(versions.keySet());
    }

    @Override
    public PutSecretValueResponse putSecretValue(PutSecretValueRequest request) {
        if (beforePut != null) {
            Runnable other = beforePut;
            beforePut = null;
            other.run();
        }
        String written = versions.get(request.clientRequestToken());
        if (written != null && !written.equals(request.secretString())) {
            throw ResourceExistsException.builder().message("The token was used").build();
        }
        if (!putFailures.isEmpty()) {
            if (carriesOutWhatFails) {
                write(request.clientRequestToken(), request.secretString());
            }
            throw putFailures.removeFirst();
        }
        write(request.clientRequestToken(), request.secretString());
        return PutSecretValueResponse.builder().versionId(request.clientRequestToken()).build();
    }

    @Override
    public GetSecretValueResponse getSecretValue(GetSecretValueRequest request) {
        if (readFailure != null) {
            throw readFailure;
        }
        if (markedForDeletion) {
            throw InvalidRequestException.builder().message("Marked for deletion").build();
        }
        String id =
                request.versionId() != null
                        ? request.versionId()
                        : stages.get(request.versionStage());
        String text = versions.get(id);
        if (id == null || text == null) {
            throw ResourceNotFoundException.builder().message("No such version").build();
        }
        return GetSecretValueResponse.builder().versionId(id).secretString(text).build();
    }

    @Override
    public UpdateSecretVersionStageResponse updateSecretVersionStage(
            UpdateSecretVersionStageRequest request) {
        if (!request.versionStage().equals("AWSCURRENT")
                || !request.removeFromVersionId().equals(current())) {
            throw InvalidRequestException.builder().message("It is not the current one").build();
        }
        stages.put("AWSPREVIOUS", request.removeFromVersionId());
        stages.put("AWSCURRENT", request.moveToVersionId());
        return UpdateSecretVersionStageResponse.builder().build();
    }

    private void write(String id, String text) {
        versions.put(id, text);
        String before = current();
        if (before != null) {
            stages.put("AWSPREVIOUS", before);
        }
        stages.put("AWSCURRENT", id);
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}
}
