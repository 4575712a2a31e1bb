package io.lynceus.mcap;

import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import io.lynceus.proto.foxglove.CameraCalibration;
import io.lynceus.proto.foxglove.CompressedImage;
import io.lynceus.proto.foxglove.FrameTransform;
import io.lynceus.proto.foxglove.LocationFix;
import io.lynceus.proto.foxglove.PointCloud;
import io.lynceus.proto.foxglove.RawImage;
import io.lynceus.proto.v1.ClassPalette;
import io.lynceus.proto.v1.DeadLetter;
import io.lynceus.proto.v1.EventPacket;
import io.lynceus.proto.v1.FrameSample;
import io.lynceus.proto.v1.NodeStatus;
import io.lynceus.proto.v1.Segmentation;
import io.lynceus.proto.v1.SensorHealth;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Describes the protobuf messages of topics and files, so that a file can be read without Lynceus. */
final class ProtoSchemas {
    private static final Map<String, Descriptor> KNOWN = Stream.of(
                    CompressedImage.getDescriptor(),
                    RawImage.getDescriptor(),
                    PointCloud.getDescriptor(),
                    LocationFix.getDescriptor(),
                    EventPacket.getDescriptor(),
                    CameraCalibration.getDescriptor(),
                    FrameTransform.getDescriptor(),
                    Segmentation.getDescriptor(),
                    SensorHealth.getDescriptor(),
                    DeadLetter.getDescriptor(),
                    NodeStatus.getDescriptor(),
                    ClassPalette.getDescriptor(),
                    FrameSample.getDescriptor())
            .collect(Collectors.toMap(Descriptor::getFullName, Function.identity()));

    private ProtoSchemas() {}

    /** Returns a serialized FileDescriptorSet of a message's file and of all its imports; empty if the message is not known. */
    static Optional<byte[]> describe(String message) {
        return Optional.ofNullable(KNOWN.get(message)).map(descriptor -> {
            Set<FileDescriptor> files = new LinkedHashSet<>();
            collect(descriptor.getFile(), files);
            FileDescriptorSet.Builder set = FileDescriptorSet.newBuilder();
            files.forEach(file -> set.addFile(file.toProto()));
            return set.build().toByteArray();
        });
    }

    /** Collects imports before the files that import them, as protoc orders them. */
    private static void collect(FileDescriptor file, Set<FileDescriptor> files) {
        file.getDependencies().forEach(imported -> collect(imported, files));
        files.add(file);
    }
}
