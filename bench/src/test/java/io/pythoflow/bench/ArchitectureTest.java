package io.pythoflow.bench;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
        packages = "io.pythoflow.bench",
        importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule whatTheJobIsComparedWithSharesNoCodeWithIt =
            noClasses()
                    .that()
                    .resideInAPackage("..bench.wire..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("io.pythoflow.job..", "io.netty..");

    @ArchTest
    static final ArchRule toolsOfMeasurementsKnowNoMeasurement =
            noClasses()
                    .that()
                    .resideInAnyPackage(
                            "..bench.broker..",
                            "..bench.process..",
                            "..bench.report..",
                            "..bench.wire..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "..bench.command..",
                            "..bench.restart..",
                            "..bench.source..",
                            "..bench.state..",
                            "..bench.transport..");
}
