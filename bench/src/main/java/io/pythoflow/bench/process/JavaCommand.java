package io.pythoflow.bench.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Command lines of JVMs, run in the project's root like this one. */
public final class JavaCommand {
    private static final Path SIMULATOR = Path.of("gateway-sim/target/gateway-sim.jar");

    private JavaCommand() {}

    /** Another command of this program, on this class path, in a JVM that compiles as the job's. */
    public static List<String> bench(List<String> jvmOptions, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(java());
        command.add("@config/flink-java17.args");
        command.add("@config/compiler-java.args");
        command.add("-Dlog4j2.configurationFile=config/log4j2-local.properties");
        command.addAll(jvmOptions);
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add("io.pythoflow.bench.Bench");
        command.addAll(arguments);
        return command;
    }

    /** The job, as {@code make job} or {@code make backfill} starts it. */
    public static List<String> local(
            List<String> jvmOptions, String mainClass, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add("bin/local");
        command.addAll(jvmOptions);
        command.add(mainClass);
        command.addAll(arguments);
        return command;
    }

    /** A command of the simulator. */
    public static List<String> simulator(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(java(), "-jar", SIMULATOR.toString()));
        command.addAll(arguments);
        return command;
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
