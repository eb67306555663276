package io.pythoflow.sim;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.pythoflow.sim", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule connectionsKnowNoCommand =
            noClasses()
                    .that()
                    .resideInAPackage("..sim.mqtt..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "..sim.broker..",
                            "..sim.replay..",
                            "..sim.load..",
                            "..sim.field..",
                            "..sim.demo..",
                            "..sim.rules..");

    @ArchTest
    static final ArchRule operatorsNeedNothingButABroker =
            noClasses()
                    .that()
                    .resideInAPackage("..sim.rules..")
                    .should()
                    .dependOnClassesThat(
                            resideInAnyPackage(
                                    "..sim.broker..",
                                    "..sim.replay..",
                                    "..sim.load..",
                                    "..sim.field..",
                                    "..sim.demo.."));

    @ArchTest
    static final ArchRule replayAndLoadKnowNoOtherCommand =
            noClasses()
                    .that()
                    .resideInAnyPackage("..sim.replay..", "..sim.load..")
                    .should()
                    .dependOnClassesThat(
                            resideInAnyPackage("..sim.broker..", "..sim.field..", "..sim.demo.."));

    @ArchTest
    static final ArchRule onlyTheBrokerPackageKnowsTheEmbeddedBroker =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("..sim.broker..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "com.hivemq.embedded..",
                            "com.hivemq.configuration..",
                            "com.hivemq.extension..");

    @ArchTest
    static final ArchRule onlyTheConnectionPackageKnowsTheClient =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("..sim.mqtt..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("com.hivemq.client..");
}
