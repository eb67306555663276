package io.pythoflow.infra.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What compiled classes ask of AWS's services: calls of clients of AWS's SDK for Java 2, as the
 * actions that a role needs for them.
 */
public final class AwsCalls {

    private static final Path HANDLERS =
            Path.of(System.getProperty("pythoflow.root"), "infra-cdk/handlers/target/classes");
    private static final String HANDLERS_PACKAGE = "io.pythoflow.infra.handler.";

    private static final Pattern CLIENT =
            Pattern.compile(
                    "software\\.amazon\\.awssdk\\.services\\.([a-z0-9]+)\\.[A-Za-z0-9]+Client");

    /** Methods of every client that ask nothing. */
    private static final Set<String> LOCAL =
            Set.of(
                    "builder",
                    "create",
                    "close",
                    "serviceName",
                    "serviceClientConfiguration",
                    "waiter");

    /** Services that permissions call otherwise than the SDK does. */
    private static final Map<String, String> PREFIXES =
            Map.of("kinesisanalyticsv2", "kinesisanalytics");

    /** Operations whose action has another name. */
    private static final Map<String, String> RENAMED =
            Map.of("lambda:Invoke", "lambda:InvokeFunction");

    private AwsCalls() {}

    /** Actions of a package on the class path. */
    public static Set<String> ofPackage(String name) {
        return actions(new ClassFileImporter().importPackages(name).stream().toList());
    }

    /** Actions of a Lambda function: of its class, and of all in its package that it leads to. */
    public static Set<String> ofHandler(String simpleName) {
        assertThat(Files.isDirectory(HANDLERS))
                .as("%s; build the module of the handlers with this one", HANDLERS)
                .isTrue();
        JavaClasses classes = new ClassFileImporter().importPath(HANDLERS);
        JavaClass handler = classes.get(HANDLERS_PACKAGE + simpleName);
        Set<JavaClass> reached = new HashSet<>(Set.of(handler));
        handler.getTransitiveDependenciesFromSelf().stream()
                .map(dependency -> dependency.getTargetClass())
                .filter(target -> target.getName().startsWith(HANDLERS_PACKAGE))
                .forEach(reached::add);
        return actions(reached);
    }

    private static Set<String> actions(Collection<JavaClass> classes) {
        Set<String> actions = new TreeSet<>();
        for (JavaClass javaClass : classes) {
            Stream.concat(
                            javaClass.getMethodCallsFromSelf().stream(),
                            javaClass.getMethodReferencesFromSelf().stream())
                    .map(AwsCalls::action)
                    .filter(action -> !action.isEmpty())
                    .forEach(actions::add);
        }
        return actions;
    }

    /** Empty for a call of anything else. */
    private static String action(JavaAccess<?> call) {
        Matcher client = CLIENT.matcher(call.getTargetOwner().getName());
        String method = call.getTarget().getName();
        if (!client.matches() || LOCAL.contains(method)) {
            return "";
        }
        String operation = method.replaceFirst("Paginator$", "");
        String action =
                PREFIXES.getOrDefault(client.group(1), client.group(1))
                        + ":"
                        + operation.substring(0, 1).toUpperCase(Locale.ROOT)
                        + operation.substring(1);
        return RENAMED.getOrDefault(action, action);
    }
}
