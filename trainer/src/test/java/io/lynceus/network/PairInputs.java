package io.lynceus.network;

import io.lynceus.nn.GoldenFile;
import io.lynceus.nn.onnx.BothInterpreters.Input;
import io.lynceus.nn.torch.Tensors;
import org.bytedeco.javacpp.PointerScope;

/** The inputs x [2, 3, H, W] and y [2, H, W] of a golden file as four frames of two sets. */
final class PairInputs {
    private PairInputs() {}

    /** Pixels [4, 3, H, W] (x of both sets, then y of both, in three equal channels), modality [4], membership [2, 4]. */
    static Input[] of(GoldenFile file, int side) {
        try (PointerScope scope = new PointerScope()) {
            float[] x = Tensors.floats(file.input("x"));
            float[] y = Tensors.floats(file.input("y"));
            int cells = side * side;
            float[] pixels = new float[4 * 3 * cells];
            System.arraycopy(x, 0, pixels, 0, x.length);
            for (int plane = 0; plane < 6; plane++) {
                System.arraycopy(y, plane / 3 * cells, pixels, x.length + plane * cells, cells);
            }
            return new Input[] {
                new Input(pixels, 4, 3, side, side),
                new Input(new long[] {0, 0, 1, 1}, 4),
                new Input(new float[] {1, 0, 1, 0, 0, 1, 0, 1}, 2, 4)
            };
        }
    }
}
