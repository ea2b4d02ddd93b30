package org.espalier.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.HashSet;
import java.util.Set;
import java.util.function.LongToDoubleFunction;
import org.junit.jupiter.api.Test;

class RandomStreamTest {
    private static final int DRAWS = 100_000;

    /** A sum of many independent draws is this far from its mean less than once in a million times. */
    private static final double DEVIATIONS = 5;

    @Test
    void drawsTheNumbersOfSplitMix64() {
        RandomStream random = new RandomStream(0);

        assertThat(random.bits(0)).isEqualTo(0xE220A8397B1DCDAFL);
        assertThat(random.bits(1)).isEqualTo(0x6E789E6AA1B965F4L);
        assertThat(random.bits(2)).isEqualTo(0x06C45D188009454FL);
    }

    @Test
    void drawsTheSameNumberForTheSameIndexInAnyOrder() {
        RandomStream one = RandomStream.ofSeed(42);
        RandomStream other = RandomStream.ofSeed(42);
        for (int i = 0; i < 100; i++) {
            other.bits(99 - i);
            assertThat(one.bits(i)).isEqualTo(other.bits(i));
        }
    }

    @Test
    void isUniformBetweenZeroAndOne() {
        RandomStream random = RandomStream.ofSeed(1);
        int[] hundredths = new int[100];
        for (int i = 0; i < DRAWS; i++) {
            hundredths[(int) (random.uniform(i) * 100)]++;
        }
        assertFair(hundredths);
    }

    @Test
    void setsEveryBitHalfOfTheTime() {
        RandomStream random = RandomStream.ofSeed(2);
        int[] set = new int[64];
        for (int i = 0; i < DRAWS; i++) {
            long bits = random.bits(i);
            for (int b = 0; b < 64; b++) {
                set[b] += (int) (bits >>> b & 1);
            }
        }
        double deviation = Math.sqrt(DRAWS) / 2;
        for (int count : set) {
            assertThat(Math.abs(count - DRAWS / 2.0)).isLessThan(DEVIATIONS * deviation);
        }
    }

    @Test
    void drawsEveryNumberBelowABoundEquallyOften() {
        RandomStream random = RandomStream.ofSeed(3);
        int[] counts = new int[7];
        for (int i = 0; i < DRAWS; i++) {
            counts[(int) random.below(7, i)]++;
        }
        assertFair(counts);
        assertThat(random.below(1, 5)).isZero();
    }

    @Test
    void refusesABoundOfZero() {
        assertThatThrownBy(() -> RandomStream.ofSeed(1).below(0, 0)).hasMessage("bound must be > 0, was 0");
    }

    @Test
    void hasTheMomentsOfANormalDistribution() {
        assertMoments(RandomStream.ofSeed(4)::gaussian);
    }

    @Test
    void hasThoseMomentsByThePolarMethodToo() {
        long key = RandomStream.ofSeed(4).key();
        assertMoments(i -> RandomStream.normal(key, i));
        assertThat(RandomStream.normal(key, 3)).isEqualTo(RandomStream.normal(key, 3));
    }

    @Test
    void drawsByThePolarMethodMakeNoObjects() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        double sum = 0;
        for (int i = 0; i < DRAWS; i++) {
            sum += RandomStream.normal(1, i);
        }
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(DRAWS);
        assertThat(sum).isFinite();
    }

    private static void assertMoments(LongToDoubleFunction draw) {
        double[] moments = new double[5];
        for (int i = 0; i < DRAWS; i++) {
            double x = draw.applyAsDouble(i);
            for (int m = 1; m <= 4; m++) {
                moments[m] += Math.pow(x, m) / DRAWS;
            }
        }
        // Variances of x, x², x³ and x⁴: 1, 2, 15, 96.
        assertThat(Math.abs(moments[1])).isLessThan(DEVIATIONS * Math.sqrt(1.0 / DRAWS));
        assertThat(Math.abs(moments[2] - 1)).isLessThan(DEVIATIONS * Math.sqrt(2.0 / DRAWS));
        assertThat(Math.abs(moments[3])).isLessThan(DEVIATIONS * Math.sqrt(15.0 / DRAWS));
        assertThat(Math.abs(moments[4] - 3)).isLessThan(DEVIATIONS * Math.sqrt(96.0 / DRAWS));
    }

    @Test
    void doesNotCorrelateWithItsNextDraws() {
        RandomStream random = RandomStream.ofSeed(5);
        for (int lag = 1; lag <= 8; lag++) {
            int distance = lag;
            assertUncorrelated(random::uniform, i -> random.uniform(i + distance));
        }
    }

    @Test
    void doesNotCorrelateWithItsForksNorTheyWithEachOther() {
        RandomStream random = RandomStream.ofSeed(6);
        assertUncorrelated(random::uniform, random.fork("a")::uniform);
        assertUncorrelated(random.fork("a")::uniform, random.fork("b")::uniform);
        assertUncorrelated(random.fork(1)::uniform, random.fork(2)::uniform);
        assertUncorrelated(RandomStream.ofSeed(1)::uniform, RandomStream.ofSeed(2)::uniform);
        assertUncorrelated(
                i -> random.fork(i).uniform(0), i -> random.fork(i + 1).uniform(0));
    }

    @Test
    void forksByWhatItIsTold() {
        RandomStream random = RandomStream.ofSeed(7);
        assertThat(random.fork("init/fc1")).isEqualTo(random.fork("init/fc1"));
        Set<RandomStream> forks = new HashSet<>();
        forks.add(random);
        forks.add(random.fork("ab"));
        forks.add(random.fork("ba"));
        forks.add(random.fork("a").fork("b"));
        forks.add(random.fork("b").fork("a"));
        forks.add(random.fork(""));
        forks.add(random.fork("\0"));
        for (int i = 0; i < 1000; i++) {
            forks.add(random.fork(i));
        }

        assertThat(forks).hasSize(1007);
    }

    private static void assertFair(int[] counts) {
        double expected = DRAWS / (double) counts.length;
        double deviation = Math.sqrt(expected * (1 - 1.0 / counts.length));
        for (int count : counts) {
            assertThat(Math.abs(count - expected)).isLessThan(DEVIATIONS * deviation);
        }
    }

    /** The mean product of independent uniform draws, less their means, has a deviation of 1 / (12 √n). */
    private static void assertUncorrelated(LongToDoubleFunction one, LongToDoubleFunction other) {
        double sum = 0;
        for (int i = 0; i < DRAWS; i++) {
            sum += (one.applyAsDouble(i) - 0.5) * (other.applyAsDouble(i) - 0.5);
        }
        assertThat(Math.abs(sum / DRAWS)).isLessThan(DEVIATIONS / 12 / Math.sqrt(DRAWS));
    }
}
