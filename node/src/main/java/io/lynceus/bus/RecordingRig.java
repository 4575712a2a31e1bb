package io.lynceus.bus;

import io.lynceus.dataset.Channel;
import io.lynceus.dataset.Recording;
import io.lynceus.raster.message.PayloadFormat;
import io.lynceus.rig.MaskPolicy;
import io.lynceus.rig.RigConfig;
import java.util.List;
import java.util.Map;

/** Makes the rig file that fits a recording: its channels are the sensors. */
public final class RecordingRig {
    private static final double DEFAULT_RATE = 10;

    private RecordingRig() {}

    /** Makes the rig of all channels of a recording. */
    public static RigConfig of(String rig, Recording recording, String bootstrap) {
        return of(rig, recording.channels(), bootstrap);
    }

    /** Makes the rig of some channels. */
    public static RigConfig of(String rig, List<Channel> channels, String bootstrap) {
        RigConfig defaults = RigConfig.DEFAULTS;
        return new RigConfig(
                List.of(rig),
                defaults.model(),
                defaults.sync(),
                channels.stream().map(RecordingRig::sensor).toList(),
                defaults.health(),
                MaskPolicy.NONE,
                defaults.accelerator(),
                defaults.output(),
                defaults.maxFrameBytes(),
                Map.of("bootstrap.servers", bootstrap));
    }

    private static RigConfig.Sensor sensor(Channel channel) {
        return new RigConfig.Sensor(
                channel.sensor(),
                channel.modality().name(),
                channel.topic(),
                format(channel.schema()),
                channel.rateHz() == 0 ? DEFAULT_RATE : channel.rateHz(),
                null,
                false,
                channel.projectedFrame().orElse(null),
                null);
    }

    /** Returns the payload format of a schema: ROS 2 names its messages {@code package/msg/Name}, protobuf {@code package.Name}. */
    private static String format(String schema) {
        PayloadFormat format = PayloadFormat.FOXGLOVE;
        if (schema.equals(PayloadFormat.IMAGE.label())) {
            format = PayloadFormat.IMAGE;
        } else if (schema.indexOf('/') >= 0) {
            format = PayloadFormat.ROS2;
        }
        return format.label();
    }
}
