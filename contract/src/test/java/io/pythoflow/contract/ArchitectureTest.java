package io.pythoflow.contract;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Everybody depends on the contract, so it depends on nobody. */
@AnalyzeClasses(
        packages = "io.pythoflow.contract",
        importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule DEPENDS_ON_THE_JDK_AND_A_JSON_PARSER_ONLY =
            classes()
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(
                            "io.pythoflow.contract..",
                            "java..",
                            "com.fasterxml.jackson.core..",
                            "org.jspecify.annotations..");

    @ArchTest
    static final ArchRule PACKAGES_ARE_ACYCLIC =
            slices().matching("io.pythoflow.contract.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule ONLY_THE_CODECS_AND_THE_STORED_VIEW_KNOW_JSON =
            classes()
                    .that()
                    .resideOutsideOfPackages(
                            "io.pythoflow.contract.codec..",
                            "io.pythoflow.contract.archive..",
                            "io.pythoflow.contract.json..")
                    .and()
                    .doNotHaveSimpleName("PrestoView")
                    .should()
                    .onlyDependOnClassesThat()
                    .resideOutsideOfPackage("com.fasterxml..");
}
