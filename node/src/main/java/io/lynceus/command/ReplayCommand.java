package io.lynceus.command;

import io.lynceus.dataset.Deliver;
import io.lynceus.dataset.KittiRaw;
import io.lynceus.dataset.LabelledFolders;
import io.lynceus.dataset.MCubeS;
import io.lynceus.dataset.Muses;
import io.lynceus.dataset.Recording;
import io.lynceus.dataset.SampleFilter;
import io.lynceus.mcap.McapRecording;
import io.lynceus.settings.SettingsException;
import io.lynceus.street.StreetRecording;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lynceus replay}: plays a recording onto sensor topics. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Plays a recording onto the sensor topics of a rig.")
final class ReplayCommand {
    private static final String CONDITION = "Some of cloud, fog, night, rain, sun. Default: all.";
    private static final String CASE =
            "Some of normal, motionblur, overexposure, underexposure, lidarjitter, eventlowres." + " Default: all.";
    private static final String SCENE = "Names of scenes, such as MAP_1_point2. Default: all.";
    private static final String DESCRIPTION = "YAML file of modalities, label, classes and splits.";

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Command(
            name = "street",
            mixinStandardHelpOptions = true,
            description = {"Plays the simulated street.", "", "Example: ./lynceus replay street --live --create-topics"
            })
    int street(@Mixin StreetFlags flags, @Mixin PlayingFlags playing) throws Exception {
        return play(() -> new StreetRecording(flags.options()), playing);
    }

    @Command(
            name = "kitti",
            mixinStandardHelpOptions = true,
            description = {
                "Plays a drive of KITTI raw (synced and rectified).",
                "",
                "Example: ./lynceus replay kitti /data/kitti_raw --create-topics"
            })
    int kitti(
            @Parameters(paramLabel = "FOLDER", description = "The folder with the date folders.") Path folder,
            @Mixin PlayingFlags playing)
            throws Exception {
        return play(() -> KittiRaw.open(folder), playing);
    }

    @Command(
            name = "deliver",
            mixinStandardHelpOptions = true,
            description = {
                "Plays DELIVER: colour, HHA, event and LiDAR images, scene after scene.",
                "",
                "Example: ./lynceus replay deliver /data/DELIVER --split val --condition fog,night --create-topics"
            })
    int deliver(
            @Parameters(paramLabel = "FOLDER", description = "The folder with img, hha, event, lidar and semantic.")
                    Path folder,
            @Mixin SampleFlags samples,
            @Option(names = "--condition", paramLabel = "NAME,...", description = CONDITION) @Nullable String condition,
            @Option(names = "--case", paramLabel = "NAME,...", description = CASE) @Nullable String corner,
            @Option(names = "--scene", paramLabel = "NAME,...", description = SCENE) @Nullable String scene,
            @Mixin PlayingFlags playing)
            throws Exception {
        SampleFilter filter = samples.filter()
                .with("condition", text(condition))
                .with("case", text(corner))
                .with("scene", text(scene));
        return play(() -> Deliver.open(folder, filter, samples.rate()), playing);
    }

    @Command(
            name = "muses",
            mixinStandardHelpOptions = true,
            description = {
                "Plays MUSES: camera, LiDAR, events, radar and GNSS, scene after scene.",
                "",
                "Example: ./lynceus replay muses /data/muses --split val --weather fog --create-topics"
            })
    int muses(
            @Parameters(paramLabel = "FOLDER", description = "The folder with meta.json and calib.json.") Path folder,
            @Mixin SampleFlags samples,
            @Mixin MusesFlags flags,
            @Mixin PlayingFlags playing)
            throws Exception {
        return play(() -> Muses.open(folder, flags.options(samples)), playing);
    }

    @Command(
            name = "mcubes",
            mixinStandardHelpOptions = true,
            description = {
                "Plays MCubeS: colour, polarisation and near-infrared.",
                "",
                "Example: ./lynceus replay mcubes /data/multimodal_dataset --split test --create-topics"
            })
    int mcubes(
            @Parameters(paramLabel = "FOLDER", description = "The folder multimodal_dataset.") Path folder,
            @Mixin SampleFlags samples,
            @Mixin PlayingFlags playing)
            throws Exception {
        return play(() -> MCubeS.open(folder, samples.split("all"), samples.rate()), playing);
    }

    @Command(
            name = "folders",
            mixinStandardHelpOptions = true,
            description = {
                "Plays folders of image files, one for each modality, described by a YAML file.",
                "",
                "Example: ./lynceus replay folders /data/cwfid --description configs/cwfid.dataset.yaml --create-topics"
            })
    int folders(
            @Parameters(paramLabel = "FOLDER", description = "The folder that the file patterns start from.")
                    Path folder,
            @Option(names = "--description", paramLabel = "FILE", required = true, description = DESCRIPTION)
                    Path description,
            @Mixin SampleFlags samples,
            @Mixin PlayingFlags playing)
            throws Exception {
        return play(
                () -> LabelledFolders.open(description, folder).recording(samples.split("train"), samples.rate()),
                playing);
    }

    @Command(
            name = "mcap",
            mixinStandardHelpOptions = true,
            description = {
                "Plays an MCAP file: one of 'record' or 'demo --record', others' with Foxglove's messages, or a ROS 2 bag"
                        + " (CompressedImage, Image, PointCloud2, EventPacket). Masks in it are not played.",
                "",
                "Example: ./lynceus replay mcap drive.mcap --create-topics --speed 2"
            })
    int mcap(
            @Parameters(paramLabel = "FILE", description = "The file.") Path file,
            @Option(
                            names = "--rig",
                            paramLabel = "NAME",
                            description = "Which of the file's rigs to play. Default: the one there is.")
                    @Nullable
                    String rig,
            @Mixin PlayingFlags playing)
            throws Exception {
        return play(() -> McapRecording.open(file, Optional.ofNullable(rig)), playing);
    }

    private static String text(@Nullable String given) {
        return given == null ? "" : given;
    }

    /** Opens a recording; what it lacks can be mended by the user. */
    private interface Opening {
        Recording open() throws IOException;
    }

    private int play(Opening opening, PlayingFlags playing) throws Exception {
        Recording opened;
        try {
            opened = opening.open();
        } catch (NoSuchFileException e) {
            throw new SettingsException("there is no " + e.getMessage() + "; check the path", e);
        } catch (IOException e) {
            throw new SettingsException(String.valueOf(e.getMessage()), e);
        }
        try (Recording recording = opened) {
            PrintWriter out = spec.commandLine().getOut();
            if (playing.listsOnly()) {
                new RecordingList(recording).print(out);
            } else {
                new ReplayRun(recording, playing, out).play();
            }
            out.flush();
            return 0;
        }
    }
}
