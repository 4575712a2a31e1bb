package io.lynceus.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.dataset.Channel;
import io.lynceus.fault.protocol.MleSamNoise;
import io.lynceus.fault.protocol.NoiseLevel;
import io.lynceus.fault.protocol.Noisy;
import io.lynceus.fault.sensor.FrameLoss;
import io.lynceus.fault.sensor.Late;
import io.lynceus.fault.sensor.LidarJitter;
import io.lynceus.fault.sensor.LowResolution;
import io.lynceus.fault.sensor.TimeOffset;
import io.lynceus.play.Window;
import io.lynceus.wire.Modality;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What users write. */
class InjectionTest {
    private static final List<Channel> CHANNELS = List.of(
            new Channel("rgb", Modality.RGB, "c", "foxglove.CompressedImage", "png", 10, "camera"),
            new Channel("lidar", Modality.LIDAR, "l", "foxglove.PointCloud", "xyzi", 10, "lidar"),
            new Channel("event", Modality.EVENT, "e", "lynceus.v1.EventPacket", "columns", 10, "camera"));

    private static Injection parse(String text) {
        return Injection.parse(text, CHANNELS);
    }

    @Test
    void aFaultHasASensorArgumentsAndAStretchOfTime() {
        Injection jitter = parse("lidar:jitter(2deg)@10s..20s");
        assertThat(jitter.channel().sensor()).isEqualTo("lidar");
        assertThat(jitter.fault()).isEqualTo(new LidarJitter(Math.toRadians(2)));
        assertThat(jitter.window()).isEqualTo(new Window(Duration.ofSeconds(10), Optional.of(Duration.ofSeconds(20))));
    }

    @Test
    void argumentsMayBeNamedOrLeftOutAndSoMayTimes() {
        assertThat(parse("rgb:drop(p=0.1)").fault()).isEqualTo(new FrameLoss(0.1));
        assertThat(parse("rgb:drop(0.1)").window()).isEqualTo(Window.ALWAYS);
        assertThat(parse("rgb:drop").fault()).isEqualTo(new FrameLoss(1));
        assertThat(parse("rgb:late(jitter=20ms, by=200ms)@5s..").fault())
                .isEqualTo(new Late(Duration.ofMillis(200), Duration.ofMillis(20)));
        assertThat(parse("event:offset(-15ms)").fault()).isEqualTo(new TimeOffset(Duration.ofMillis(-15)));
        assertThat(parse("rgb:nm(high)").fault()).isEqualTo(new Noisy(NoiseLevel.HIGH, Modality.RGB));
        assertThat(parse("rgb:mlesam(uniform, clip=false)").fault())
                .isEqualTo(new MleSamNoise(MleSamNoise.NoiseShape.UNIFORM, true, false));
        assertThat(parse("event:lowres").fault()).isEqualTo(new LowResolution(4));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            radar:drop              | no sensor 'radar', only [rgb, lidar, event]
            lidar:jiter(2deg)       | no fault 'jiter'; did you mean 'jitter'?
            lidar:jitter(2px)       | sigma is '2px', allowed is a number from 0 to 90deg
            lidar:jitter(99deg)     | sigma is '99deg', allowed is a number from 0 to 90deg
            lidar:jitter(NaN)       | sigma is 'NaN'
            rgb:drop(p=1.5)         | p is '1.5', allowed is a number from 0 to 1
            rgb:drop(q=0.5)         | no parameter 'q'; did you mean 'p'?
            rgb:drop(0.1, 0.2)      | '0.2' is one too many
            rgb:drop(p=0.1, p=0.2)  | 'p' is given twice
            rgb:late(5)             | write a number and one of ns, us, ms
            rgb:late(-5ms)          | must not be negative
            rgb:nm(loud)            | level is 'loud', allowed are [low, mid, high]
            rgb:beams               | one of [point clouds], but sensor 'rgb' sends images
            lidar:motionblur        | one of [images], but sensor 'lidar' sends point clouds
            rgb:motionblur(2.5)     | whole number
            rgb:drop@5s..4s         | the end must come after the beginning
            rgb:drop@5s             | from..until
            rgb:drop(p=0.1          | not written as fault or fault(arguments)
            rgb                     | sensor:fault(arguments)@from..until
            """)
    void anythingElseIsRefusedWithWhatIsAllowed(String text, String message) {
        assertThatThrownBy(() -> parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("fault '" + text + "'")
                .hasMessageContaining(message);
    }

    @Test
    void onlyFaultsOfImagesCanBeAskedForImages() {
        assertThat(Faults.ofImages("nm(high)", Modality.RGB)).isNotNull();
        assertThatThrownBy(() -> Faults.ofImages("drop", Modality.RGB)).hasMessageContaining("not one of images");
        assertThatThrownBy(() -> Faults.ofImages("beams", Modality.LIDAR)).hasMessageContaining("not one of images");
    }
}
