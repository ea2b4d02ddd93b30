package org.espalier.plugins.data;

import org.espalier.api.RandomStream;
import org.espalier.api.border.Examples;

/** Examples that are mixed with others when they are drawn, with their targets. */
final class MixedExamples implements DrawnExamples {
    private static final long KEY = RandomStream.ofSeed(0).fork("mixup").key();
    private static final double UNIT = 0x1p-53;

    private final Examples inner;
    private final int features;
    private final int targets;
    private final double power;
    /** For the other example; several threads read at a time, and none may allocate in a step. */
    private final ThreadLocal<float[]> other;

    /**
     * @param features of an example
     * @param targets of an example
     * @param alpha in (0, 1]: the proportion has the distribution Beta(alpha, alpha)
     */
    MixedExamples(Examples inner, int features, int targets, double alpha) {
        this.inner = inner;
        this.features = features;
        this.targets = targets;
        this.power = 1 / alpha;
        this.other = ThreadLocal.withInitial(() -> new float[Math.max(features, targets)]);
    }

    @Override
    public Examples inner() {
        return inner;
    }

    @Override
    public boolean mixesTargets() {
        return true;
    }

    @Override
    public void features(int id, long draw, float[] out) {
        long key = RandomStream.bits(KEY ^ draw, id);
        inner.features(id, draw, out);
        float[] second = other.get();
        inner.features(partner(key), draw, second);
        mix(out, second, features, share(key));
    }

    @Override
    public void target(int id, long draw, float[] out) {
        long key = RandomStream.bits(KEY ^ draw, id);
        inner.target(id, draw, out);
        float[] second = other.get();
        inner.target(partner(key), draw, second);
        mix(out, second, targets, share(key));
    }

    private static void mix(float[] out, float[] second, int count, float share) {
        for (int i = 0; i < count; i++) {
            out[i] = share * out[i] + (1 - share) * second[i];
        }
    }

    /** The example to mix with: any, with the same probability. */
    private int partner(long key) {
        return (int) Math.unsignedMultiplyHigh(RandomStream.bits(key, 0), inner.count());
    }

    /**
     * The share of the example itself, with the distribution Beta(α, α), by rejection (Jöhnk, "Erzeugung von betaverteilten
     * und gammaverteilten Zufallszahlen", 1964): {@code X / (X + Y)} with {@code X = U^(1/α)} and {@code Y = V^(1/α)}, once
     * {@code X + Y ≤ 1}.
     */
    private float share(long key) {
        for (long i = 1; ; i += 2) {
            double x = StrictMath.pow(uniform(key, i), power);
            double y = StrictMath.pow(uniform(key, i + 1), power);
            if (x + y <= 1 && x + y > 0) {
                return (float) (x / (x + y));
            }
        }
    }

    private static double uniform(long key, long index) {
        return (RandomStream.bits(key, index) >>> 11) * UNIT;
    }
}
