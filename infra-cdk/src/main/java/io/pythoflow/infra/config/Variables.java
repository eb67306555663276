package io.pythoflow.infra.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The variables of a file, taken one by one; collects every problem with them. Not thread-safe;
 * lives as long as one reading.
 */
final class Variables {

    private final Tfvars file;
    private final List<Tfvars.Problem> problems = new ArrayList<>();
    private final Map<String, Optional<?>> read = new HashMap<>();
    private final Set<String> refused = new HashSet<>();

    Variables(Tfvars file) {
        this.file = file;
        problems.addAll(file.problems());
        refused.addAll(file.broken());
        List<String> known = Section.everyVariable().<String>map(Variable::name).toList();
        Stream.concat(file.assignments().keySet().stream(), file.broken().stream())
                .filter(name -> !known.contains(name))
                .forEach(
                        name ->
                                problem(
                                        lineOf(name),
                                        name
                                                + ": no such variable"
                                                + Nearest.of(name, known)
                                                        .map(near -> "; is " + near + " meant?")
                                                        .orElse(
                                                                "; docs/environment.md lists them")));
    }

    /** What the file says, or the default; empty where neither is there. */
    @SuppressWarnings("unchecked") // What was read of a variable has the variable's type.
    <T> Optional<T> find(Variable<T> variable) {
        Optional<?> known = read.get(variable.name());
        if (known == null) {
            known = readFirst(variable);
            read.put(variable.name(), known);
        }
        return (Optional<T>) known;
    }

    /** The value of a variable that has a default. */
    <T> T value(Variable<T> variable) {
        return find(variable)
                .orElseThrow(() -> new NoSuchElementException(variable.name() + " has no default"));
    }

    /** Whether the file says anything of it, readable or not. */
    boolean isSet(Variable<?> variable) {
        return isGiven(variable.name()) || file.broken().contains(variable.name());
    }

    /** Whether none of these was refused, so that they can be held against each other. */
    boolean areSound(Variable<?>... variables) {
        return Stream.of(variables)
                .noneMatch(
                        variable -> {
                            find(variable);
                            return refused.contains(variable.name());
                        });
    }

    /** The keys that the file gives a map, those of refused values included. */
    Set<String> keys(Variable<? extends Map<String, ?>> variable) {
        Set<String> keys = new LinkedHashSet<>();
        if (isGiven(variable.name())
                && file.assignments().get(variable.name()).value() instanceof Map<?, ?> map) {
            map.keySet().forEach(key -> keys.add((String) key));
        }
        return keys;
    }

    /** Refuses the value that a variable has, by default or not. */
    void refuse(Variable<?> variable, String mustBe) {
        String printed =
                isGiven(variable.name())
                        ? Tfvars.print(file.assignments().get(variable.name()).value())
                        : variable.defaultLiteral() + " (the default)";
        problem(variable, variable.name() + " = " + printed + ": " + mustBe);
    }

    /** Whatever is wrong, at the line of a variable. */
    void problem(Variable<?> at, String text) {
        problem(lineOf(at.name()), text);
    }

    /**
     * Ends the reading.
     *
     * @throws InvalidConfigException if there was any problem
     */
    void finish(String source) {
        if (!problems.isEmpty()) {
            throw new InvalidConfigException(
                    source,
                    problems.stream()
                            .sorted(Comparator.comparingInt(Tfvars.Problem::line))
                            .map(
                                    problem ->
                                            problem.line() == 0
                                                    ? problem.text()
                                                    : "line "
                                                            + problem.line()
                                                            + ": "
                                                            + problem.text())
                            .toList());
        }
    }

    private <T> Optional<T> readFirst(Variable<T> variable) {
        if (isGiven(variable.name())) {
            Optional<T> value =
                    variable.type()
                            .reader()
                            .read(
                                    file.assignments().get(variable.name()).value(),
                                    (part, mustBe) -> {
                                        refused.add(variable.name());
                                        problem(
                                                variable,
                                                variable.name()
                                                        + " = "
                                                        + Tfvars.print(part)
                                                        + ": must be "
                                                        + mustBe);
                                    });
            if (value.isPresent()) {
                return value;
            }
        }
        if (variable.defaultLiteral() == null) {
            return Optional.empty();
        }
        return variable.type()
                .reader()
                .read(
                        Tfvars.literal(variable.defaultLiteral()),
                        (part, mustBe) -> {
                            throw new IllegalStateException(
                                    "Default of " + variable.name() + " must be " + mustBe);
                        });
    }

    /** As in Terraform, null is as good as silence. */
    private boolean isGiven(String name) {
        Tfvars.Assignment assignment = file.assignments().get(name);
        return assignment != null && assignment.value() != null;
    }

    private int lineOf(String name) {
        Tfvars.Assignment assignment = file.assignments().get(name);
        return assignment == null ? 0 : assignment.line();
    }

    private void problem(int line, String text) {
        problems.add(new Tfvars.Problem(line, text));
    }
}
