package io.pythoflow.job;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.stream.Stream;

/** The lines between the parts of the job. Packages that do not exist yet are drawn in, too. */
@AnalyzeClasses(packages = "io.pythoflow", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String OURS = "io.pythoflow..";
    private static final String TOPOLOGY = "io.pythoflow.job";
    private static final String AGGREGATE = "io.pythoflow.job.aggregate..";
    private static final String CONFIG = "io.pythoflow.job.config..";
    private static final String CONTRACT = "io.pythoflow.contract..";
    private static final String CONTROL = "io.pythoflow.job.control..";
    private static final String INGEST = "io.pythoflow.job.ingest..";
    private static final String LAKE = "io.pythoflow.job.lake..";
    private static final String CATALOG = "io.pythoflow.job.lake.catalog..";
    private static final String LOCAL = "io.pythoflow.job.local..";
    private static final String MQTT = "io.pythoflow.job.mqtt..";
    private static final String MQTT_SINK = "io.pythoflow.job.mqtt.sink..";
    private static final String MQTT_SOURCE = "io.pythoflow.job.mqtt";
    private static final String MQTT_TRANSPORT = "io.pythoflow.job.mqtt.transport..";
    private static final String SECRET = "io.pythoflow.job.secret..";
    private static final String STATE = "io.pythoflow.job.state..";
    private static final String AWS = "software.amazon..";
    private static final String FLINK = "org.apache.flink..";

    /**
     * Flink meets our logic in classes that are called for the role they play in Flink; every other
     * class of these packages is plain Java.
     */
    private static final DescribedPredicate<JavaClass> SHELLS =
            DescribedPredicate.describe(
                    "are named for their role in Flink",
                    type ->
                            Stream.of(
                                            "Function",
                                            "Operator",
                                            "Serializer",
                                            "Deserializer",
                                            "Source",
                                            "Sink")
                                    .anyMatch(outermost(type).getSimpleName()::endsWith));

    /** What translates between the connector's messages and our types, in either direction. */
    private static final DescribedPredicate<JavaClass> TRANSLATORS =
            DescribedPredicate.describe(
                    "are serializers or deserializers",
                    type ->
                            Stream.of("Serializer", "Deserializer")
                                    .anyMatch(outermost(type).getSimpleName()::endsWith));

    @ArchTest
    static final ArchRule contractKnowsNobody =
            noClasses()
                    .that()
                    .resideInAPackage(CONTRACT)
                    .should()
                    .dependOnClassesThat(
                            resideInAPackage(OURS)
                                    .and(not(resideInAPackage(CONTRACT)))
                                    .or(resideInAPackage(FLINK)));

    @ArchTest
    static final ArchRule theConnectorStandsAlone =
            noClasses()
                    .that()
                    .resideInAPackage(MQTT)
                    .should()
                    .dependOnClassesThat(resideInAPackage(OURS).and(not(resideInAPackage(MQTT))))
                    .allowEmptyShould(true);

    @ArchTest
    static final ArchRule theSourceKnowsNothingOfTheSink =
            noClasses()
                    .that()
                    .resideInAPackage(MQTT_SOURCE)
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage(MQTT_SINK);

    @ArchTest
    static final ArchRule theSinkKnowsNothingOfTheSource =
            noClasses()
                    .that()
                    .resideInAPackage(MQTT_SINK)
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage(MQTT_SOURCE);

    @ArchTest
    static final ArchRule theTransportKnowsNeitherFlinkNorWhatIsBuiltOnIt =
            noClasses()
                    .that()
                    .resideInAPackage(MQTT_TRANSPORT)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(FLINK, MQTT_SOURCE, MQTT_SINK);

    @ArchTest
    static final ArchRule logicIsPlainJava =
            noClasses()
                    .that(resideInAnyPackage(INGEST, AGGREGATE, CONTROL).and(not(SHELLS)))
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage(FLINK);

    @ArchTest
    static final ArchRule configurationIsPlainJava =
            noClasses()
                    .that()
                    .resideInAPackage(CONFIG)
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage(FLINK)
                    .allowEmptyShould(true);

    @ArchTest
    static final ArchRule onlyTranslatorsAndTheTopologyKnowTheConnector =
            noClasses()
                    .that(
                            resideInAnyPackage(INGEST, AGGREGATE, CONTROL, LAKE, STATE)
                                    .and(not(TRANSLATORS)))
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage(MQTT);

    @ArchTest
    static final ArchRule ingestKnowsNothingBehindIt =
            noClasses()
                    .that()
                    .resideInAPackage(INGEST)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(AGGREGATE, CONTROL, LAKE);

    @ArchTest
    static final ArchRule aggregationKnowsNothingBehindIt =
            noClasses()
                    .that()
                    .resideInAPackage(AGGREGATE)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(CONTROL, LAKE, CONFIG);

    @ArchTest
    static final ArchRule secretsKnowOnlyTheTransportThatAsksForThem =
            classes()
                    .that()
                    .resideInAPackage(SECRET)
                    .should()
                    .onlyDependOnClassesThat(
                            resideInAnyPackage(SECRET, "io.pythoflow.job.mqtt.transport")
                                    .or(not(resideInAnyPackage(OURS, FLINK))));

    @ArchTest
    static final ArchRule theCloudIsKnownAtTheEdgesOnly =
            noClasses()
                    .that(resideInAPackage(OURS).and(not(resideInAnyPackage(SECRET, CATALOG))))
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage(AWS);

    @ArchTest
    static final ArchRule theCatalogueIsPlainJavaAndKnowsOnlyTheContract =
            classes()
                    .that()
                    .resideInAPackage(CATALOG)
                    .should()
                    .onlyDependOnClassesThat(
                            resideInAnyPackage(CATALOG, CONTRACT)
                                    .or(not(resideInAnyPackage(OURS, FLINK))));

    @ArchTest
    static final ArchRule stateKnowsNothingOfOurs =
            classes()
                    .that()
                    .resideInAPackage(STATE)
                    .should()
                    .onlyDependOnClassesThat(
                            resideInAPackage(STATE).or(not(resideInAPackage(OURS))));

    @ArchTest
    static final ArchRule onlyTheTopologyAndLocalRunsSeeEverything =
            noClasses()
                    .that(
                            resideInAPackage("io.pythoflow.job..")
                                    .and(not(resideInAnyPackage(TOPOLOGY, LOCAL))))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(TOPOLOGY, LOCAL);

    @ArchTest
    static final ArchRule packagesAreFreeOfCycles =
            slices().matching("io.pythoflow.job.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule nothingSerializesWithKryo =
            noClasses().should().dependOnClassesThat().resideInAPackage("com.esotericsoftware..");

    private static JavaClass outermost(JavaClass type) {
        return type.getEnclosingClass().map(ArchitectureTest::outermost).orElse(type);
    }
}
