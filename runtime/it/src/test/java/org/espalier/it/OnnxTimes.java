package org.espalier.it;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * How long ONNX Runtime takes for networks of pictures, on one thread. The files take turns, so that whatever else the machine
 * does happens to all of them, and what counts is the processor time of the thread.
 */
final class OnnxTimes {
    /** Turns of each file that do not count. */
    private static final int WARM_UP = 3;

    /** Pictures of a run that is not timed. */
    private static final int TOGETHER = 100;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();

    /**
     * Medians of the seconds a run takes.
     *
     * @param files of networks with one input of the same shape, {@code [N, channels, height, width]}
     * @param pictures {@code [picture][channel][row][column]}, each in one row: the batch of a run
     * @param shape of a picture
     * @param turns that count, of each file
     * @return in the order of the files
     */
    double[] medians(List<Path> files, float[][] pictures, long[] shape, int turns) throws OrtException {
        List<OrtSession> sessions = new ArrayList<>();
        try (OnnxTensor input = tensor(pictures, shape)) {
            for (Path file : files) {
                sessions.add(session(file));
            }
            double[][] seconds = new double[sessions.size()][turns];
            for (int turn = -WARM_UP; turn < turns; turn++) {
                for (int s = 0; s < seconds.length; s++) {
                    long begin = THREADS.getCurrentThreadCpuTime();
                    sessions.get(s).run(Map.of("input", input)).close();
                    if (turn >= 0) {
                        seconds[s][turn] = 1e-9 * (THREADS.getCurrentThreadCpuTime() - begin);
                    }
                }
            }
            return Arrays.stream(seconds).mapToDouble(OnnxTimes::median).toArray();
        } finally {
            for (OrtSession session : sessions) {
                session.close();
            }
        }
    }

    private static double median(double[] times) {
        double[] sorted = times.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    /**
     * What a file answers.
     *
     * @param pictures as above, any number of them
     * @return a row of outputs for each picture
     */
    float[][] outputs(Path file, float[][] pictures, long[] shape) throws OrtException {
        List<float[]> outputs = new ArrayList<>();
        try (OrtSession session = session(file)) {
            for (int first = 0; first < pictures.length; first += TOGETHER) {
                float[][] some = Arrays.copyOfRange(pictures, first, Math.min(pictures.length, first + TOGETHER));
                try (OnnxTensor input = tensor(some, shape);
                        OrtSession.Result result = session.run(Map.of("input", input))) {
                    FloatBuffer all = ((OnnxTensor) result.get(0)).getFloatBuffer();
                    float[][] rows = new float[some.length][all.remaining() / some.length];
                    List.of(rows).forEach(all::get);
                    outputs.addAll(List.of(rows));
                }
            }
        }
        return outputs.toArray(float[][]::new);
    }

    /** With one thread the one that calls computes, so that its time is that of the run. */
    private OrtSession session(Path file) throws OrtException {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
            return environment.createSession(file.toString(), options);
        }
    }

    private OnnxTensor tensor(float[][] pictures, long[] shape) throws OrtException {
        FloatBuffer numbers = FloatBuffer.allocate(pictures.length * pictures[0].length);
        List.of(pictures).forEach(numbers::put);
        long[] whole = new long[shape.length + 1];
        whole[0] = pictures.length;
        System.arraycopy(shape, 0, whole, 1, shape.length);
        return OnnxTensor.createTensor(environment, numbers.flip(), whole);
    }
}
