package io.pythoflow.infra.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pythoflow.infra.Artifacts;
import io.pythoflow.infra.InfraApp;
import io.pythoflow.infra.config.InfraConfig;
import io.pythoflow.infra.config.InfraConfigReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The real app, synthesised from an environment's text with stand-ins for the jars and without the
 * checks, which have a test of their own. The same text is synthesised once in a JVM.
 */
public final class Synth {

    /** An environment that says nothing: the defaults. */
    public static final String DEFAULTS = "";

    private static final Map<String, Synth> CACHE = new ConcurrentHashMap<>();
    private static final ObjectMapper JSON = new ObjectMapper();

    private final InfraConfig config;
    private final Path output;
    private final Map<String, JsonNode> templates = new LinkedHashMap<>();

    private Synth(String variables) {
        try {
            Path work =
                    Files.createTempDirectory(Files.createDirectories(Path.of("target")), "synth");
            config = InfraConfigReader.read("test.tfvars", variables, work);
            Path jobJar = Files.writeString(work.resolve("pythoflow-job.jar"), "job");
            Path handlersJar = Files.writeString(work.resolve("infra-handlers.jar"), "handlers");
            output = work.resolve("out");
            InfraApp.buildUnchecked(config, new Artifacts(jobJar, handlersJar), output).synth();
            for (String stack :
                    new String[] {"Lake", "Network", "Devices", "Processing", "Monitoring"}) {
                templates.put(
                        stack, JSON.readTree(output.resolve(stack + ".template.json").toFile()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The app of an environment with these variables. */
    public static Synth of(String variables) {
        return CACHE.computeIfAbsent(variables, Synth::new);
    }

    public InfraConfig config() {
        return config;
    }

    /** Where templates, assets and reports lie. */
    public Path output() {
        return output;
    }

    /** A stack's template by the stack's id: Lake, Network, Devices, Processing, Monitoring. */
    public JsonNode template(String stack) {
        return templates.get(stack);
    }

    /** Every template, by the stack's id. */
    public Map<String, JsonNode> templates() {
        return templates;
    }

    /** Resources of a type in a stack, by their logical ids. */
    public Map<String, JsonNode> resources(String stack, String type) {
        Map<String, JsonNode> found = new LinkedHashMap<>();
        template(stack)
                .path("Resources")
                .properties()
                .forEach(
                        entry -> {
                            if (entry.getValue().path("Type").asText().equals(type)) {
                                found.put(entry.getKey(), entry.getValue());
                            }
                        });
        return found;
    }
}
