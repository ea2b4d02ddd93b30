package org.example.model;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.TensorInfo;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/** Prints what an exported network gives for one example: {@code RunModel model.onnx numbers.txt}. */
public final class RunModel {
    private RunModel() {}

    public static void main(String[] args) throws Exception {
        String[] numbers = Files.readString(Path.of(args[1])).strip().split("[,\\s]+");
        float[] example = new float[numbers.length];
        for (int i = 0; i < example.length; i++) example[i] = Float.parseFloat(numbers[i]);
        try (var ort = OrtEnvironment.getEnvironment(); var session = ort.createSession(args[0])) {
            long[] shape = ((TensorInfo) session.getInputInfo().get("input").getInfo()).getShape();
            shape[0] = 1; // a batch of one
            var input = Map.of("input", OnnxTensor.createTensor(ort, FloatBuffer.wrap(example), shape));
            float[][] outputs = (float[][]) session.run(input).get(0).getValue();
            System.out.println(Arrays.toString(outputs[0]));
        }
    }
}
