package org.espalier.plugins.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.espalier.api.border.NetworkView;
import org.espalier.api.graph.Node;

/** What ONNX Runtime makes of a file. */
final class OnnxRuntime {
    private OnnxRuntime() {}

    /**
     * The outputs of an exported network.
     *
     * @param examples {@code [example][position][feature]}, in one row for each example
     * @return in the same order
     */
    static float[][] outputs(Path file, NetworkView network, float[][] examples) {
        float[][] given = new float[examples.length][];
        Arrays.setAll(given, e -> outward(network.input(), examples[e]));
        float[][] outputs = outputs(file, given);
        Arrays.setAll(given, e -> inward(network.output(), outputs[e]));
        return given;
    }

    /** Of a picture the channels first. */
    private static float[] outward(Node node, float[] numbers) {
        return node.grid().size() == 2 ? turned(numbers, node.features()) : numbers;
    }

    private static float[] inward(Node node, float[] numbers) {
        return node.grid().size() == 2 ? turned(numbers, numbers.length / node.features()) : numbers;
    }

    private static float[] turned(float[] numbers, int columns) {
        int rows = numbers.length / columns;
        float[] turned = new float[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            turned[i % columns * rows + i / columns] = numbers[i];
        }
        return turned;
    }

    /** The first output for examples in the order of the file. */
    static float[][] outputs(Path file, float[][] examples) {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            try (OrtSession session = environment.createSession(file.toString(), options)) {
                NodeInfo given = session.getInputInfo().values().iterator().next();
                TensorInfo info = (TensorInfo) given.getInfo();
                try (OnnxTensor input = tensor(environment, info, examples);
                        OrtSession.Result result = session.run(Map.of(given.getName(), input))) {
                    FloatBuffer all = ((OnnxTensor) result.get(0)).getFloatBuffer();
                    float[][] outputs = new float[examples.length][all.remaining() / examples.length];
                    List.of(outputs).forEach(all::get);
                    return outputs;
                }
            }
        } catch (OrtException e) {
            throw new AssertionError(file + ": " + e.getMessage(), e);
        }
    }

    private static OnnxTensor tensor(OrtEnvironment environment, TensorInfo info, float[][] examples)
            throws OrtException {
        long[] shape = info.getShape().clone();
        shape[0] = examples.length;
        int numbers = examples[0].length;
        if (info.type == OnnxJavaType.INT64) {
            LongBuffer buffer = LongBuffer.allocate(examples.length * numbers);
            for (float[] example : examples) {
                for (float number : example) {
                    buffer.put((long) number);
                }
            }
            return OnnxTensor.createTensor(environment, buffer.flip(), shape);
        }
        FloatBuffer buffer = FloatBuffer.allocate(examples.length * numbers);
        List.of(examples).forEach(buffer::put);
        return OnnxTensor.createTensor(environment, buffer.flip(), shape);
    }
}
