package io.pythoflow.infra;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Reading an environment and asking AWS are not bound to what writes templates. */
class PackagesTest {

    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("io.pythoflow.infra");

    @Test
    void configKnowsNeitherCdkNorAws() {
        noClasses()
                .that()
                .resideInAPackage("io.pythoflow.infra.config")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "software.amazon..", "software.constructs..", "io.pythoflow.infra.deploy..")
                .check(CLASSES);
    }

    @Test
    void deployKnowsNoCdk() {
        noClasses()
                .that()
                .resideInAPackage("io.pythoflow.infra.deploy")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "software.amazon.awscdk..",
                        "software.amazon.jsii..",
                        "software.constructs..",
                        "io.pythoflow.infra.stack..")
                .check(CLASSES);
    }
}
