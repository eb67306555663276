package io.pythoflow.infra.config;

import java.util.List;
import java.util.stream.Stream;

/**
 * Variables that belong together.
 *
 * @param title in the documentation
 */
record Section(String title, List<Variable<?>> variables) {

    /** Every variable there is, in the order of the documentation. */
    static final List<Section> ALL =
            List.of(
                    GeneralSection.SECTION,
                    NetworkSection.SECTION,
                    ComputeSection.SECTION,
                    DevicesSection.SECTION,
                    LakeSection.SECTION,
                    ProcessingSection.SECTION,
                    AlarmsSection.SECTION,
                    RolesSection.SECTION);

    static Stream<Variable<?>> everyVariable() {
        return ALL.stream().flatMap(section -> section.variables().stream());
    }
}
