package io.lynceus.nn.hiera;

import static io.lynceus.nn.onnx.BothInterpreters.agree;

import io.lynceus.nn.Grid;
import io.lynceus.nn.Ops;
import io.lynceus.nn.Ragged;
import io.lynceus.nn.adapter.QueryValueLora;
import io.lynceus.nn.adapter.QueryValueLora.Rows;
import io.lynceus.nn.onnx.BothInterpreters.Input;
import io.lynceus.nn.onnx.BothInterpreters.Piece;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Hiera's blocks mean the same in libtorch and in ONNX Runtime. */
class HieraParityTest {
    private static final Input MODALITY = new Input(new long[] {1, 0, 1}, 3);

    /** Grids of 6 × 6 are padded to windows of 4; the transition pools queries and projects the shortcut. */
    @ParameterizedTest
    @CsvSource({"IN, FACTORED", "OUT, FACTORED", "IN, MERGED", "OUT, MERGED"})
    void hieraBlocksWithExperts(Rows rows, QueryValueLora.Form form) {
        QueryValueLora lora = new QueryValueLora(2, 3, 1, rows, form);
        HieraBlock block = new HieraBlock("b", 0, 0, new HieraBlock.Shape(8, 16, 2, 4), lora);
        HieraBlock plain = new HieraBlock("b", 0, 0, new HieraBlock.Shape(8, 8, 2, 4), lora);
        HieraBlock global = new HieraBlock("b", 0, 0, new HieraBlock.Shape(8, 16, 2, 0), lora);
        for (HieraBlock each : List.of(block, plain, global)) {
            agree(
                    each,
                    new Piece() {
                        @Override
                        public <V> V apply(Ops<V> ops, List<V> in) {
                            return each.forward(
                                    ops, in.get(0), new Grid(6, 6), lora.on(ops, new Ragged<>(in.get(1), in.get(1))));
                        }
                    },
                    Input.floats(0.3, 3, 6, 6, 8),
                    MODALITY);
        }
    }
}
