package io.lynceus.command;

import io.lynceus.dataset.Dataset;
import io.lynceus.dataset.Recording;
import io.lynceus.dataset.catalogue.Datasets;
import io.lynceus.mcap.McapRecordings;
import io.lynceus.settings.SettingsException;
import io.lynceus.street.StreetRecording;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lynceus replay}: plays a recording onto sensor topics. */
@Command(
        name = "replay",
        modelTransformer = ReplayCommand.DatasetCommands.class,
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Plays a recording onto the sensor topics of a rig.")
final class ReplayCommand {
    /** Adds a subcommand for each dataset of the catalogue. */
    static final class DatasetCommands implements IModelTransformer {
        @Override
        public CommandSpec transform(CommandSpec replay) {
            for (Dataset dataset : Datasets.all()) {
                replay.addSubcommand(dataset.name(), DatasetReplay.command(dataset));
            }
            return replay;
        }
    }

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Command(
            name = "street",
            mixinStandardHelpOptions = true,
            description = {"Plays the simulated street.", "", "Example: ./lynceus replay street --live --create-topics"
            })
    int street(@Mixin DriveFlags flags, @Mixin PlayingFlags playing) throws Exception {
        return play(() -> new StreetRecording(flags.options()), playing, spec);
    }

    @Command(
            name = "mcap",
            mixinStandardHelpOptions = true,
            description = {
                "Plays an MCAP file: one of 'record' or 'demo --record', others' with Foxglove's messages, or a ROS 2 bag"
                        + " (CompressedImage, Image, PointCloud2, EventPacket). Masks in it are not played. Several files, or a"
                        + " folder of 'ros2 bag record', are played as one recording.",
                "",
                "Example: ./lynceus replay mcap drive.mcap --create-topics --speed 2"
            })
    int mcap(
            @Parameters(
                            arity = "1..*",
                            paramLabel = "FILE",
                            description = "MCAP file, or folder of a rosbag2 recording.")
                    List<Path> files,
            @Option(
                            names = "--rig",
                            paramLabel = "NAME",
                            description = "Which of the recording's rigs to play. Default: the only one.")
                    @Nullable
                    String rig,
            @Mixin PlayingFlags playing)
            throws Exception {
        return play(() -> McapRecordings.open(files, Optional.ofNullable(rig)), playing, spec);
    }

    /** Opens a recording; its exceptions are errors that the user can correct. */
    interface Opening {
        Recording open() throws IOException;
    }

    static int play(Opening opening, PlayingFlags playing, CommandSpec spec) throws Exception {
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
