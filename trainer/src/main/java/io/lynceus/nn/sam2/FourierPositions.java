package io.lynceus.nn.sam2;

import io.lynceus.nn.Block;
import io.lynceus.nn.Grid;
import io.lynceus.nn.Initialiser;
import io.lynceus.nn.Ops;
import io.lynceus.nn.ParameterList;
import java.util.List;

/**
 * Random Fourier features of pixel centres (SAM). Key: {@code positional_encoding_gaussian_matrix} [2, width/2], a buffer.
 *
 * @param name key prefix
 * @param width even
 */
public record FourierPositions(String name, int width) implements Block {
    @Override
    public void declare(ParameterList parameters) {
        parameters.addBuffer(name + ".positional_encoding_gaussian_matrix", Initialiser.normal(1), 2, width / 2);
    }

    /** Returns [1, height·width, channels]: sines, then cosines, of 2π times the projected centres in -1..1. */
    public <V> V forward(Ops<V> ops, Grid grid) {
        float[] centres = new float[2 * grid.cells()];
        for (int cell = 0; cell < grid.cells(); cell++) {
            centres[2 * cell] = centre(cell % grid.width(), grid.width()); // x before y
            centres[2 * cell + 1] = centre(cell / grid.width(), grid.height());
        }
        V points = ops.constant(centres, 1, grid.cells(), 2);
        V projected = ops.matmul(points, ops.parameter(name + ".positional_encoding_gaussian_matrix"));
        V angles = ops.scale(projected, 2 * Math.PI);
        return ops.concat(-1, List.of(ops.sin(angles), ops.cos(angles)));
    }

    private static float centre(int index, int size) {
        return (float) (2 * ((index + 0.5) / size) - 1);
    }
}
