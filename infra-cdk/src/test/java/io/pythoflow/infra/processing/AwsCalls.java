package io.pythoflow.infra.processing;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What compiled classes ask of AWS's services: calls of clients of AWS's SDK for Java 2. */
final class AwsCalls {

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

    private AwsCalls() {}

    /** The actions that a package's classes need permission for, for example glue:GetTable. */
    static Set<String> of(String packageName) {
        JavaClasses classes = new ClassFileImporter().importPackages(packageName);
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
        return client.group(1)
                + ":"
                + operation.substring(0, 1).toUpperCase(Locale.ROOT)
                + operation.substring(1);
    }
}
