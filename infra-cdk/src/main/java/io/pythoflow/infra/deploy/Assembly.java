package io.pythoflow.infra.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What was synthesised for an environment.
 *
 * @param kept name of a stack → logical ids of what stays when the stack goes
 */
record Assembly(Map<String, Set<String>> kept) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Reads the folder that the app wrote. */
    static Assembly read(Path folder) throws IOException {
        Map<String, Set<String>> kept = new HashMap<>();
        for (JsonNode artifact :
                JSON.readTree(folder.resolve("manifest.json").toFile()).path("artifacts")) {
            if (!artifact.path("type").asText().equals("aws:cloudformation:stack")) {
                continue;
            }
            JsonNode properties = artifact.path("properties");
            JsonNode template =
                    JSON.readTree(
                            folder.resolve(properties.path("templateFile").asText()).toFile());
            Set<String> ids = new HashSet<>();
            template.path("Resources")
                    .properties()
                    .forEach(
                            resource -> {
                                if (resource.getValue()
                                        .path("DeletionPolicy")
                                        .asText()
                                        .startsWith("Retain")) {
                                    ids.add(resource.getKey());
                                }
                            });
            kept.put(properties.path("stackName").asText(), ids);
        }
        return new Assembly(kept);
    }

    boolean keeps(String stack, String logicalId) {
        return kept.getOrDefault(stack, Set.of()).contains(logicalId);
    }
}
