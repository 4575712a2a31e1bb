package io.lynceus.segment;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.street.StreetRenderer;
import io.lynceus.street.scene.StreetScene;
import io.lynceus.street.scene.Weather;
import io.lynceus.wire.Modality;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the model that ships with the node promises about itself. */
class ShippedModelsTest {
    private static OnnxSegmenter model;

    @BeforeAll
    static void open() {
        model = OnnxSegmenter.open(ShippedModels.locate(ShippedModels.STREET_NANO), List.of(ExecutionProvider.CPU), 1);
    }

    @AfterAll
    static void close() {
        model.close();
    }

    @Test
    void aFurtherSensorNeverLowersTheExpectedQuality() {
        List<Modality> all = model.card().modalities().stream()
                .map(m -> new Modality(m.name()))
                .toList();
        for (int subset = 1; subset < 1 << all.size(); subset++) {
            for (int more = 0; more < all.size(); more++) {
                if ((subset >> more & 1) == 0) {
                    assertThat(expected(all, subset | 1 << more))
                            .as("%s with %s", named(all, subset), all.get(more))
                            .isGreaterThanOrEqualTo(expected(all, subset) - 0.005);
                }
            }
        }
    }

    @Test
    void everySensorAloneIsWorthSomething() {
        assertThat(model.card().expectedMiou())
                .hasSize(15)
                .allSatisfy((names, miou) -> assertThat(miou).as(names).isGreaterThan(0.25));
    }

    @Test
    void anEmptyFrameIsBelievedLessThanOneThatShowsSomething() {
        ByteBuffer empty =
                ByteBuffer.allocateDirect(model.card().height() * model.card().width() * 3);
        Mask mask = model.segment(List.of(
                        new SetInput(List.of(new SetInput.InputFrame(0, street()), new SetInput.InputFrame(1, empty)))))
                .get(0);
        assertThat(mask.quality()).hasSize(2);
        assertThat(mask.quality()[0]).isGreaterThan(0.5f);
        assertThat(mask.quality()[1]).isLessThan(0.3f);
    }

    private static double expected(List<Modality> all, int subset) {
        return model.card().expectedMiou(named(all, subset)).orElseThrow();
    }

    private static List<Modality> named(List<Modality> all, int subset) {
        List<Modality> named = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            if ((subset >> i & 1) == 1) {
                named.add(all.get(i));
            }
        }
        return named;
    }

    /** Returns a camera's picture of the simulated street: uint8 [H, W, 3]. */
    private static ByteBuffer street() {
        StreetRenderer renderer = new StreetRenderer(
                new StreetScene(7, Weather.CLOUD),
                model.card().width(),
                model.card().height());
        byte[] pixels = renderer.rgbAt(StreetRenderer.EVENT_WINDOW);
        return ByteBuffer.allocateDirect(pixels.length).put(pixels).flip();
    }
}
