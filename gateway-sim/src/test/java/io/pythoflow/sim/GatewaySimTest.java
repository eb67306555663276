package io.pythoflow.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.pythoflow.sim.testing.CommandRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GatewaySimTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | Missing command",
                "water | 'water'",
                "load --rate x | '--rate': 'x' is not a number",
                "load --rate -1 | '--rate': '-1'; allowed is 0 or more",
                "load --rate NaN | '--rate': 'NaN'; allowed is 0 or more",
                "load --seconds -1 | '--seconds': '-1'; allowed is 0 or more",
                "load --connections 0 | '--connections': '0'; allowed is 1 to 1000",
                "load --connections 1.5 | '1.5' is not a whole number",
                "load --sensors 1 --connections 2 | '--sensors': '1'; allowed is at least one per connection, 2",
                "load --readings-per-message 0 | '--readings-per-message': '0'; allowed is 1 to 1000",
                "load --payload v2 | '--payload': expected one of [V1, LEGACY]",
                "load --qos 2 | '--qos': '2'; allowed is 0 to 1",
                "load --run a/b | '--run': 'a/b'; allowed is 1 to 64 letters",
                "load --seed x | 'x' is not a whole number",
                "load --broker tcp://here | 'tcp://here' is not a broker address; allowed is mqtt://host:port",
                "load --connect-timeout -1 | '--connect-timeout': '-1'; allowed is 0 to 86400",
                "load --wet | Unknown option: '--wet'",
                "broker --port 65536 | '--port': '65536'; allowed is 0 to 65535",
                "broker --inflight-window 0 | '--inflight-window': '0'; allowed is 1 to 65535",
                "broker --max-queued 0 | '--max-queued': '0'; allowed is 1 or more",
                "broker --tls-port 0 | '--tls-port' and '--tls-dir' go together",
                "demo --port -1 | '--port': '-1'; allowed is 0 to 65535",
                "rules | Missing command",
                "rules publish | required parameter: 'FILE'",
                "rules show --wait 0 | '--wait': '0'; allowed is 0.1 to 60",
                "credentials dir --thing a/b | '--thing': 'a/b'; allowed is 1 to 128 letters",
                "replay a.csv | required option: '--value-column=SPEC'",
                "replay --value-column a=b | required parameter: 'FILE'",
                "replay --value-column a a.csv | 'a' is not of the form [SENSOR/]METRIC[:UNIT]=COLUMN[@FILES]",
                "replay --value-column a=b nowhere.csv | 'nowhere.csv'; allowed is a file that exists",
                "replay --value-column a=b --speed -1 nowhere.csv | '--speed': '-1'; allowed is 0 or more",
                "replay --value-column a=b --zone Mars nowhere.csv | 'Mars' is not a zone",
                "replay --value-column a=b@x* nowhere.csv | '@x*'; allowed is a pattern that one of the files has",
            })
    void explainsAWrongCommandLineInOneLine(String typed, String explanation) {
        CommandRun run = CommandRun.of(typed.isEmpty() ? new String[0] : typed.split(" "));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err().strip())
                .contains(explanation)
                .contains("--help")
                .startsWith("gateway-sim")
                .doesNotContain("\n");
        assertThat(run.out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"broker", "credentials", "replay", "load", "field", "demo", "rules"})
    void everyCommandHasAManual(String command) {
        CommandRun run = CommandRun.of(command, "--help");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains("Usage: gateway-sim " + command)
                .contains("Options:", "Exit codes:", "Examples:")
                .contains("  gateway-sim " + command);
    }

    @Test
    void listsItsCommands() {
        CommandRun run = CommandRun.of("--help");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .containsSubsequence("Commands:", "broker", "replay", "load", "demo", "rules")
                .contains("130   stopped by Ctrl-C");
    }

    @Test
    void saysItsVersion() {
        CommandRun run = CommandRun.of("--version");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).startsWith("gateway-sim ");
    }

    @Test
    void saysThatNoBrokerIsThere() {
        CommandRun run =
                CommandRun.of("load", "--broker", "mqtt://localhost:1", "--connect-timeout", "0");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
                .contains("Cannot connect to mqtt://localhost:1")
                .contains("is the broker running?");
    }

    @Test
    void refusesAFileThatNoColumnSpeaksOf(@TempDir Path folder) throws Exception {
        Path soil = Files.writeString(folder.resolve("soil.csv"), "timestamp,value\n");
        Path air = Files.writeString(folder.resolve("air.csv"), "timestamp,value\n");

        CommandRun run =
                CommandRun.of(
                        "replay",
                        "--value-column",
                        "a=value@air.csv",
                        air.toString(),
                        soil.toString());

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("'" + soil + "'", "some --value-column applies to");
    }

    @Test
    void sensorsThatCannotBeATopicLevelAreRefused(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("a+b.csv"), "timestamp,value\n");

        CommandRun run = CommandRun.of("replay", "--value-column", "a=value", file.toString());

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .contains("'--sensor': 'a+b'; allowed is an id that is one topic level");
        assertThat(List.of(run.err().split("\n"))).hasSize(1);
    }
}
