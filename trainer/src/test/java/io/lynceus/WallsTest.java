package io.lynceus;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.lynceus.health.HealthConfig;
import io.lynceus.raster.message.PayloadFormat;
import io.lynceus.segment.ExecutionProvider;
import io.lynceus.segment.GpuSettings;
import io.lynceus.segment.SessionSettings;

/** The walls of the house: what each package must not know. */
@AnalyzeClasses(
        packages = "io.lynceus",
        importOptions = {ImportOption.DoNotIncludeTests.class, WallsTest.NoTestJars.class})
class WallsTest {
    /** The miniature datasets come in a jar once they are packaged. */
    static final class NoTestJars implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("-tests.jar");
        }
    }

    private static final String KAFKA = "org.apache.kafka..";
    private static final String ORT = "ai.onnxruntime..";
    private static final String OPENCV = "org.bytedeco.opencv..";
    private static final String LIBTORCH = "org.bytedeco.pytorch..";
    private static final String ONNX = "ai.onnx..";

    @ArchTest
    static final ArchRule theWireKnowsNothingOfOurs = noClasses()
            .that()
            .resideInAPackage("io.lynceus.wire..")
            .should()
            .dependOnClassesThat(resideInAPackage("io.lynceus..")
                    .and(not(resideInAnyPackage("io.lynceus.wire..", "io.lynceus.proto.."))));

    @ArchTest
    static final ArchRule recordingsKnowNoKafka = noClasses()
            .that()
            .resideInAnyPackage(
                    "io.lynceus.dataset..",
                    "io.lynceus.street..",
                    "io.lynceus.fault..",
                    "io.lynceus.dice..",
                    "io.lynceus.mcap..",
                    "io.lynceus.play..",
                    "io.lynceus.matrix..",
                    "io.lynceus.process..",
                    "io.lynceus.settings..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(KAFKA, ORT, OPENCV, LIBTORCH);

    @ArchTest
    static final ArchRule datasetsKnowNothingOfEachOther = slices().matching("io.lynceus.dataset.(*)..")
            .should()
            .notDependOnEachOther()
            .ignoreDependency(resideInAPackage("io.lynceus.dataset.catalogue.."), alwaysTrue())
            .ignoreDependency(
                    alwaysTrue(), resideInAnyPackage("io.lynceus.dataset.sample..", "io.lynceus.dataset.message.."));

    @ArchTest
    static final ArchRule matchingIsPure = noClasses()
            .that()
            .resideInAPackage("io.lynceus.sync..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(KAFKA, ORT, OPENCV, LIBTORCH, "java.io..", "java.nio.file..", "java.net..");

    @ArchTest
    static final ArchRule healthIsPure = noClasses()
            .that()
            .resideInAPackage("io.lynceus.health..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(KAFKA, ORT, LIBTORCH, "java.io..", "java.nio.file..", "java.net..");

    @ArchTest
    static final ArchRule rastersKnowNeitherKafkaNorTheModel = noClasses()
            .that()
            .resideInAPackage("io.lynceus.raster..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(KAFKA, ORT, LIBTORCH);

    @ArchTest
    static final ArchRule segmentingKnowsNoKafka = noClasses()
            .that()
            .resideInAPackage("io.lynceus.segment..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(KAFKA);

    @ArchTest
    static final ArchRule whatARigFileSaysKnowsNeitherKafkaNorTheModelNorTheWayOfAFrame = noClasses()
            .that()
            .resideInAPackage("io.lynceus.rig..")
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                            KAFKA, ORT, OPENCV, LIBTORCH, "java.net..", "io.lynceus.sync..", "io.lynceus.stream..")
                    .or(resideInAnyPackage("io.lynceus.health..", "io.lynceus.raster..", "io.lynceus.segment..")
                            .and(not(belongToAnyOf(
                                    HealthConfig.class,
                                    PayloadFormat.class,
                                    ExecutionProvider.class,
                                    GpuSettings.class,
                                    SessionSettings.class)))));

    @ArchTest
    static final ArchRule messagesKnowNeitherKafkaNorTheWayOfAFrame = noClasses()
            .that()
            .resideInAPackage("io.lynceus.stream.message..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(KAFKA, ORT, LIBTORCH, "java.net..", "io.lynceus.stream", "io.lynceus.stream.kafka..");

    @ArchTest
    static final ArchRule theWayOfAFrameKnowsNoKafka = noClasses()
            .that()
            .resideInAPackage("io.lynceus.stream")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(KAFKA, "io.lynceus.stream.kafka..");

    @ArchTest
    static final ArchRule theNodeRunsWithoutItsPageAndItsTools = noClasses()
            .that()
            .resideInAnyPackage(
                    "io.lynceus.sync..",
                    "io.lynceus.health..",
                    "io.lynceus.raster..",
                    "io.lynceus.segment..",
                    "io.lynceus.rig..",
                    "io.lynceus.stream..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.lynceus.monitor..",
                    "io.lynceus.foxglove..",
                    "io.lynceus.bus..",
                    "io.lynceus.demo..",
                    "io.lynceus.record..",
                    "io.lynceus.score..",
                    "io.lynceus.campaign..",
                    "io.lynceus.bench..");

    @ArchTest
    static final ArchRule theProtocolOfViewersKnowsNoKafka = noClasses()
            .that()
            .resideInAPackage("io.lynceus.foxglove")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(KAFKA, ORT, OPENCV, "io.lynceus.stream..", "io.lynceus.foxglove.*..");

    @ArchTest
    static final ArchRule nothingKnowsTheCommandsButCommands = noClasses()
            .that()
            .resideOutsideOfPackage("io.lynceus.command..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.lynceus.command..");

    @ArchTest
    static final ArchRule theNodeKnowsNoTrainer = noClasses()
            .that()
            .resideInAnyPackage(
                    "io.lynceus.sync..",
                    "io.lynceus.health..",
                    "io.lynceus.raster..",
                    "io.lynceus.segment..",
                    "io.lynceus.rig..",
                    "io.lynceus.stream..",
                    "io.lynceus.broker..",
                    "io.lynceus.foxglove..",
                    "io.lynceus.monitor..",
                    "io.lynceus.bus..",
                    "io.lynceus.demo..",
                    "io.lynceus.record..",
                    "io.lynceus.bench..",
                    "io.lynceus.campaign..",
                    "io.lynceus.metric..",
                    "io.lynceus.score..",
                    "io.lynceus.command",
                    "io.lynceus.command.bench..",
                    "io.lynceus.command.doctor..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.lynceus.nn..",
                    "io.lynceus.network..",
                    "io.lynceus.checkpoint..",
                    "io.lynceus.data",
                    "io.lynceus.fit..",
                    "io.lynceus.evaluate..",
                    "io.lynceus.command.trainer..",
                    LIBTORCH);

    @ArchTest
    static final ArchRule networksKnowNoInterpreter = noClasses()
            .that()
            .resideInAPackage("io.lynceus.network..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(KAFKA, LIBTORCH, ONNX, ORT);

    @ArchTest
    static final ArchRule blocksAndBackbonesKnowNoInterpreter = noClasses()
            .that()
            .resideInAPackage("io.lynceus.nn..")
            .and()
            .resideOutsideOfPackages("io.lynceus.nn.torch..", "io.lynceus.nn.onnx..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(LIBTORCH, ONNX, ORT, "io.lynceus.nn.torch..", "io.lynceus.nn.onnx..");

    @ArchTest
    static final ArchRule libtorchKnowsNoGraph = noClasses()
            .that()
            .resideInAPackage("io.lynceus.nn.torch..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(ONNX, ORT, "io.lynceus.nn.onnx..");

    @ArchTest
    static final ArchRule roomsOfNetworkPiecesFormNoCircle =
            slices().matching("io.lynceus.nn.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule theTrainerKnowsNoKafka = noClasses()
            .that()
            .resideInAnyPackage(
                    "io.lynceus.nn..",
                    "io.lynceus.checkpoint..",
                    "io.lynceus.data",
                    "io.lynceus.fit..",
                    "io.lynceus.evaluate..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(KAFKA);

    @ArchTest
    static final ArchRule packagesFormNoCircle =
            slices().matching("io.lynceus.(*)..").should().beFreeOfCycles();

    /**
     * Each room for itself, below the first level too. Two groups still know each other: rasters with their geometry and messages,
     * and the commands with their benches.
     */
    @ArchTest
    static final ArchRule roomsFormNoCircle = slices().matching("io.lynceus.(**)")
            .should()
            .beFreeOfCycles()
            .ignoreDependency(resideInAPackage("io.lynceus.raster.."), resideInAPackage("io.lynceus.raster.."))
            .ignoreDependency(resideInAPackage("io.lynceus.command.."), resideInAPackage("io.lynceus.command.."));
}
