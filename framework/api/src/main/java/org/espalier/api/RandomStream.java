package org.espalier.api;

/**
 * Counter-based random numbers: every draw is a pure function of the stream's key and an index, so draws do not depend
 * on their order, on threads or on vector width. The mixing function is the finalizer of SplitMix64 (Steele, Lea and
 * Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014) applied to key and index in turn.
 *
 * @param key the state; two streams with the same key draw the same numbers
 */
public record RandomStream(long key) {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;
    private static final double TO_UNIT = 0x1.0p-53;

    /** The stream of a run's seed. */
    public static RandomStream ofSeed(long seed) {
        return new RandomStream(mix(seed + GOLDEN));
    }

    /** An independent stream for a named use, for example {@code fork("init/fc1")}. */
    public RandomStream fork(String name) {
        long k = key;
        for (int i = 0; i < name.length(); i++) {
            k = mix(k ^ name.charAt(i)) + GOLDEN;
        }
        return new RandomStream(mix(k + name.length()));
    }

    /** An independent stream for a numbered use, for example an epoch or a step. */
    public RandomStream fork(long index) {
        return new RandomStream(mix(mix(key + GOLDEN) ^ mix(index + GOLDEN)));
    }

    /** 64 random bits. */
    public long bits(long index) {
        return bits(key, index);
    }

    /** The 64 random bits of the stream with this key. */
    public static long bits(long key, long index) {
        return mix(key + GOLDEN * (index + 1));
    }

    /** Uniform in [0, 1), a multiple of 2^-53. */
    public double uniform(long index) {
        return (bits(index) >>> 11) * TO_UNIT;
    }

    /** Uniform in {0, …, bound - 1}; the bias is below bound / 2^64. */
    public long below(long bound, long index) {
        if (bound <= 0) {
            throw new IllegalArgumentException("bound must be > 0, was " + bound);
        }
        return Math.unsignedMultiplyHigh(bits(index), bound);
    }

    /** Standard normal, by the transform of Box and Muller (1958) on draws 2·index and 2·index + 1. */
    public double gaussian(long index) {
        double u = 1 - uniform(2 * index);
        double v = uniform(2 * index + 1);
        return StrictMath.sqrt(-2 * StrictMath.log(u)) * StrictMath.cos(2 * StrictMath.PI * v);
    }

    /**
     * Standard normal, by the polar method of Marsaglia and Bray (1964), for a step of training: it makes no object, while the
     * cosine of {@link #gaussian} may make one. The draws of an index are those of a stream with the key {@code bits(key, index)}.
     */
    public static double normal(long key, long index) {
        long own = bits(key, index);
        for (long i = 0; ; i += 2) {
            double x = 2 * ((bits(own, i) >>> 11) * TO_UNIT) - 1;
            double y = 2 * ((bits(own, i + 1) >>> 11) * TO_UNIT) - 1;
            double square = x * x + y * y;
            if (square > 0 && square < 1) {
                return x * StrictMath.sqrt(-2 * StrictMath.log(square) / square);
            }
        }
    }

    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
