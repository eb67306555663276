package io.pythoflow.infra.config;

import io.pythoflow.infra.config.InfraConfig.Processing;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Reads an environment's file and reports every problem with it at once. */
public final class InfraConfigReader {

    /** Most gateways of one environment. */
    public static final int MAXIMUM_GATEWAYS = DevicesSection.MOST_GATEWAYS;

    private InfraConfigReader() {}

    /**
     * Reads a file; paths in it are relative to its folder.
     *
     * @throws InvalidConfigException with every problem
     */
    public static InfraConfig read(Path file) throws IOException {
        return read(file.toString(), Files.readAllBytes(file), file.toAbsolutePath().getParent());
    }

    /** Reads what a file has; {@code source} is its name in messages. */
    static InfraConfig read(String source, byte[] content, Path folder) {
        ByteBuffer bytes = ByteBuffer.wrap(content);
        try {
            return read(
                    source, StandardCharsets.UTF_8.newDecoder().decode(bytes).toString(), folder);
        } catch (CharacterCodingException e) {
            // The buffer stands where decoding ended.
            long line = 1;
            for (int i = 0; i < bytes.position(); i++) {
                line += content[i] == '\n' ? 1 : 0;
            }
            throw new InvalidConfigException(
                    source, List.of("line " + line + ": is not in UTF-8, save the file so"));
        }
    }

    /** Reads a text; {@code source} is its name in messages. */
    public static InfraConfig read(String source, String text, Path folder) {
        Variables variables = new Variables(Tfvars.parse(text));
        InfraConfig config = config(variables, folder);
        variables.finish(source);
        return config;
    }

    private static InfraConfig config(Variables variables, Path folder) {
        Accounts accounts = new Accounts(variables);
        String region = variables.value(GeneralSection.AWS_REGION);
        Processing processing = ProcessingSection.read(variables, folder);
        return new InfraConfig(
                variables.value(GeneralSection.ENVIRONMENT),
                region,
                NetworkSection.read(
                        variables,
                        region,
                        ProcessingSection.units(
                                processing.parallelism(), processing.parallelismPerKpu())),
                DevicesSection.read(variables, region, accounts),
                LakeSection.read(variables),
                processing,
                AlarmsSection.read(variables),
                RolesSection.read(variables, accounts));
    }
}
