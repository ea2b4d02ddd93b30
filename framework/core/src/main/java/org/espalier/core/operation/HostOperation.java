package org.espalier.core.operation;

import java.util.List;
import java.util.Optional;
import org.espalier.api.graph.PluginOp;
import org.espalier.core.graph.Binding;
import org.espalier.core.graph.Chunks;
import org.espalier.core.graph.Operation;
import org.espalier.core.graph.Pass;
import org.espalier.core.graph.Plane;
import org.espalier.core.graph.Value;
import org.espalier.core.kernel.NativeMemory;
import org.espalier.core.parallel.Work;
import org.espalier.core.parallel.WorkerPool;

/** An operation of a plugin, fed tile by tile through arrays. Dead examples are not shown to it; there the output is 0. */
public record HostOperation(String label, PluginOp operation, List<Value> inputs, Value output) implements Operation {
    public HostOperation {
        inputs = List.copyOf(inputs);
    }

    @Override
    public Pass bind(Binding binding) {
        return new Bound(binding);
    }

    private final class Bound implements Pass {
        private final Binding binding;
        private final List<Plane> ins;
        private final List<Optional<Plane>> inGradients;
        private final Plane out;
        private final Optional<Plane> outGradient;
        private final Plane kept;
        private final int[] bounds;
        private final Stage[] stages;
        private final Work forward = this::forward;
        private final Work backward = this::backward;

        Bound(Binding binding) {
            this.binding = binding;
            this.ins = inputs.stream().map(binding::plane).toList();
            this.inGradients = inputs.stream().map(binding::gradient).toList();
            this.out = binding.plane(output);
            this.outGradient = binding.gradient(output);
            int scratch =
                    operation.scratch(inputs.stream().mapToInt(Value::features).toArray());
            Plane numbers = new Plane(0, out.blocks(), out.grid(), 0, scratch, out.lanes());
            this.kept = numbers.at(binding.memory().allocate(numbers.bytes()));
            this.bounds = Chunks.even(out.tiles(), 1);
            this.stages = new Stage[bounds.length - 1];
            for (int i = 0; i < stages.length; i++) {
                stages[i] = new Stage(scratch);
            }
        }

        /** Arrays of one chunk. */
        private final class Stage {
            private final float[][][] in = new float[inputs.size()][][];
            private final float[][][] inGradient = new float[inputs.size()][][];
            private final float[][] result;
            private final float[][] resultGradient;
            private final float[][] numbers;

            Stage(int scratch) {
                for (int i = 0; i < in.length; i++) {
                    in[i] = new float[inputs.get(i).features()][out.lanes()];
                    inGradient[i] = new float[inputs.get(i).features()][out.lanes()];
                }
                result = new float[output.features()][out.lanes()];
                resultGradient = new float[output.features()][out.lanes()];
                numbers = new float[scratch][out.lanes()];
            }
        }

        /** Examples of a tile that are there. */
        private int live(int tile) {
            int block = tile / out.grid().positions();
            return Math.max(0, Math.min(out.lanes(), binding.batch().live() - block * out.lanes()));
        }

        @Override
        public void forward(WorkerPool pool) {
            pool.run(forward, stages.length);
        }

        private void forward(int chunk) {
            Stage stage = stages[chunk];
            for (int tile = bounds[chunk]; tile < bounds[chunk + 1]; tile++) {
                int count = live(tile);
                for (int i = 0; i < stage.in.length; i++) {
                    read(ins.get(i).numbered(tile), stage.in[i]);
                }
                operation.forward(stage.in, stage.numbers, stage.result, count);
                write(stage.numbers, kept.numbered(tile), count);
                write(stage.result, out.numbered(tile), count);
            }
        }

        @Override
        public void backward(WorkerPool pool) {
            if (outGradient.isPresent()) {
                pool.run(backward, stages.length);
            }
        }

        private void backward(int chunk) {
            Stage stage = stages[chunk];
            for (int tile = bounds[chunk]; tile < bounds[chunk + 1]; tile++) {
                int count = live(tile);
                for (int i = 0; i < stage.in.length; i++) {
                    read(ins.get(i).numbered(tile), stage.in[i]);
                }
                read(kept.numbered(tile), stage.numbers);
                read(out.numbered(tile), stage.result);
                read(outGradient.orElseThrow().numbered(tile), stage.resultGradient);
                operation.backward(
                        stage.in, stage.numbers, stage.result, stage.resultGradient, stage.inGradient, count);
                // An input that is there twice is added to by its first place.
                for (int i = stage.in.length - 1; i >= 0; i--) {
                    if (inGradients.get(i).isPresent()) {
                        pass(stage, i, inGradients.get(i).orElseThrow().numbered(tile), count);
                    }
                }
            }
        }

        private void pass(Stage stage, int input, long to, int count) {
            float[][] gradient = stage.inGradient[input];
            if (binding.geometry().adds(HostOperation.this, input)) {
                float[][] before = stage.in[input];
                read(to, before);
                for (int f = 0; f < gradient.length; f++) {
                    for (int p = 0; p < count; p++) {
                        gradient[f][p] += before[f][p];
                    }
                }
            }
            write(gradient, to, count);
        }

        private void read(long address, float[][] rows) {
            for (int f = 0; f < rows.length; f++) {
                NativeMemory.copy(address + 4L * f * out.lanes(), rows[f], 0, out.lanes());
            }
        }

        /** Writes the live part of each row, and zeros after it. */
        private void write(float[][] rows, long address, int count) {
            for (int f = 0; f < rows.length; f++) {
                long row = address + 4L * f * out.lanes();
                NativeMemory.copy(rows[f], 0, row, count);
                NativeMemory.clear(row + 4L * count, 4L * (out.lanes() - count));
            }
        }
    }
}
