package org.espalier.core.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.espalier.api.RandomStream;
import org.espalier.api.border.Examples;
import org.espalier.core.graph.Model;
import org.espalier.core.kernel.NativeMemory;
import org.espalier.core.kernel.ScalarKernels;
import org.espalier.core.model.Network;
import org.espalier.core.parallel.WorkerPool;
import org.espalier.core.program.Program;
import org.espalier.core.trace.LossTrace;
import org.espalier.core.trace.ModelTrace;
import org.junit.jupiter.api.Test;

/** Batches of training hold what was drawn, those of evaluation the examples as they are. */
final class DrawnBatchTest {
    @Test
    void aBatchHoldsWhatItsEpochDraws() {
        Model model = new ModelTrace(List.of(1)).model();
        try (WorkerPool pool = new WorkerPool(1);
                Network network = new Network(model.parameters(), Map.of(), RandomStream.ofSeed(1));
                Program program = new Program(
                        network,
                        model,
                        LossTrace.of((graph, output) -> graph.squaredError(output), model),
                        new ScalarKernels(),
                        pool,
                        1,
                        Optional.empty())) {
            BatchLoader loader = new BatchLoader(new Drawing(), program);
            loader.load(pool, 1);
            assertThat(first(program)).isEqualTo(1f);
            assertThat(NativeMemory.getFloat(program.targets())).isZero();
            loader.drawWith(20);
            loader.load(pool, 1);
            assertThat(first(program)).isEqualTo(20f);
            assertThat(NativeMemory.getFloat(program.targets())).isEqualTo(-20f);
            loader.drawWith(30);
            loader.load(pool, 1);
            assertThat(first(program)).isEqualTo(30f);
        }
    }

    private static float first(Program program) {
        return NativeMemory.getFloat(program.input().address());
    }

    /** One example: 1, or what is drawn; its target is 0, or the opposite of that. */
    private record Drawing() implements Examples {
        @Override
        public int count() {
            return 1;
        }

        @Override
        public void features(int id, float[] out) {
            out[0] = 1;
        }

        @Override
        public void features(int id, long draw, float[] out) {
            out[0] = draw;
        }

        @Override
        public int label(int id) {
            return 0;
        }

        @Override
        public void target(int id, float[] out) {
            out[0] = 0;
        }

        @Override
        public void target(int id, long draw, float[] out) {
            out[0] = -draw;
        }
    }
}
