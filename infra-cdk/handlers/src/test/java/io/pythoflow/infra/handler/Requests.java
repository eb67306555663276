package io.pythoflow.infra.handler;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Requests as CloudFormation makes them, each with defaults for what a test does not care about.
 */
record Requests(Map<String, @Nullable Object> event) {

    static final String STACK =
            "arn:aws:cloudformation:us-east-1:123456789012:stack/pythoflow-dev-devices/1";
    static final String ANSWER_TO =
            "https://cloudformation-custom-resource-response.s3.amazonaws.com/a?X-Amz-Signature=5ec7e7";

    static Requests create(Map<String, ?> properties) {
        return of("Create", "request-1", properties);
    }

    static Requests update(String physicalId, Map<String, ?> properties, Map<String, ?> old) {
        return of("Update", "request-2", properties)
                .with("PhysicalResourceId", physicalId)
                .with("OldResourceProperties", old);
    }

    static Requests delete(String physicalId, Map<String, ?> properties) {
        return of("Delete", "request-3", properties).with("PhysicalResourceId", physicalId);
    }

    private static Requests of(String type, String requestId, Map<String, ?> properties) {
        Map<String, @Nullable Object> event = new LinkedHashMap<>();
        event.put("RequestType", type);
        event.put("ServiceToken", ManualLambda.FUNCTION);
        event.put("ResponseURL", ANSWER_TO);
        event.put("StackId", STACK);
        event.put("RequestId", requestId);
        event.put("LogicalResourceId", "TheResource");
        event.put("ResourceType", "Custom::Thing");
        Map<String, @Nullable Object> all = new HashMap<>(properties);
        all.put("ServiceToken", ManualLambda.FUNCTION);
        event.put("ResourceProperties", all);
        return new Requests(event);
    }

    Requests with(String name, @Nullable Object value) {
        Map<String, @Nullable Object> changed = new LinkedHashMap<>(event);
        changed.put(name, value);
        return new Requests(changed);
    }

    Requests without(String name) {
        Map<String, @Nullable Object> changed = new LinkedHashMap<>(event);
        changed.remove(name);
        return new Requests(changed);
    }

    String text() {
        return Json.text(event);
    }

    ResourceRequest request() {
        return new Event(text()).request();
    }
}
