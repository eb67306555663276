package io.pythoflow.sim.broker;

import io.pythoflow.sim.ExitCodes;
import io.pythoflow.sim.Limits;
import io.pythoflow.sim.SimException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gateway-sim credentials}. */
@Command(
        name = "credentials",
        header = "Write throw-away credentials for mutual TLS on this machine.",
        description = {
            "Makes a certificate authority, signs a certificate for the broker and one for every"
                    + " thing, valid for 30 days, and forgets the authority's key. Writes",
            "  DIR/broker/        for 'broker --tls-dir'",
            "  DIR/things/THING/  for '--credentials': certificate.pem, private.key,",
            "                     thing_name.txt and AmazonRootCA1.pem"
        },
        footer = {
            "  gateway-sim credentials certs --thing irrigation-gateway-000 \\",
            "      --thing irrigation-gateway-001",
            "  gateway-sim broker --tls-port 8883 --tls-dir certs/broker",
            "  gateway-sim field --broker mqtts://localhost:8883 --credentials certs/things"
        })
public final class CredentialsCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "Folder to write; absent or empty.")
    private Path folder;

    @Option(
            names = "--thing",
            paramLabel = "NAME",
            defaultValue = "irrigation-gateway-000",
            description = "Name of a thing; once per thing.")
    private List<String> things;

    @Override
    public Integer call() throws IOException, GeneralSecurityException {
        for (String thing : things) {
            if (!thing.matches("[a-zA-Z0-9:_-]{1,128}")) {
                throw Limits.refuse(
                        spec, "--thing", thing, "1 to 128 letters, digits, ':', '_' and '-'");
            }
        }
        requireEmpty();
        ThrowAwayCa authority = new ThrowAwayCa(Instant.now());
        authority.writeBroker(folder.resolve("broker"));
        for (String thing : things) {
            authority.writeThing(folder.resolve("things").resolve(thing), thing);
        }
        PrintWriter out = spec.commandLine().getOut();
        out.printf(
                "wrote %s/broker and %d thing(s) below %s/things%n", folder, things.size(), folder);
        return ExitCodes.OK;
    }

    /** Never writes over somebody's real keys. */
    private void requireEmpty() throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> content = Files.list(folder)) {
            if (content.findAny().isPresent()) {
                throw new SimException("'%s' is not empty; give a new folder".formatted(folder));
            }
        }
    }
}
