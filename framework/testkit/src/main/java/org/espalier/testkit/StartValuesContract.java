package org.espalier.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.LongStream;
import org.espalier.api.EspalierException;
import org.espalier.api.MatrixShape;
import org.espalier.api.RandomStream;
import org.espalier.api.graph.StartValue;
import org.espalier.api.graph.StartValues;
import org.espalier.api.graph.WeightLinks;
import org.espalier.core.model.FirstLinks;
import org.junit.jupiter.api.Test;

/** What every start of weights keeps: finite values that depend on the weight, the stream and the link alone. */
public abstract class StartValuesContract {
    private static final MatrixShape[] SHAPES = {
        new MatrixShape("one", 1, 1),
        new MatrixShape("row", 1, 64),
        new MatrixShape("column", 64, 1),
        new MatrixShape("odd", 17, 31),
        new MatrixShape("kernel", 6, 18, List.of(3, 3))
    };

    /** A sparse weight has about one link in so many positions, and one in the corner. */
    private static final int SPARSE = 5;

    /** Fresh start values; every call gives equal ones. */
    protected abstract StartValues start();

    /** Whether weights that are sparse from the start can start so. */
    protected boolean startsSparse() {
        return true;
    }

    @Test
    void everyFirstValueIsFiniteAsAFloat() {
        for (MatrixShape shape : SHAPES) {
            for (float value : values(start(), shape, all(shape))) {
                assertThat(value).as("%s", shape).isFinite();
            }
            if (startsSparse()) {
                for (float value : values(start(), shape, some(shape))) {
                    assertThat(value).as("sparse %s", shape).isFinite();
                }
            }
        }
    }

    @Test
    void aFirstValueDependsOnTheLinkAndNotOnWhenItIsAsked() {
        for (MatrixShape shape : SHAPES) {
            long[] positions = startsSparse() ? some(shape) : all(shape);
            WeightLinks links = FirstLinks.of(shape, positions);
            StartValue start = start().start(links, RandomStream.ofSeed(4));
            float[] forth = values(start, shape, positions);
            for (int k = positions.length - 1; k >= 0; k--) {
                assertThat(value(start, shape, positions[k]))
                        .as("%s at %s", shape, positions[k])
                        .isEqualTo(forth[k]);
            }
        }
    }

    @Test
    void theSameStreamGivesTheSameValuesWhateverWeightsCameBefore() {
        StartValues used = start();
        for (MatrixShape shape : SHAPES) {
            assertThat(values(used, shape, all(shape)))
                    .as("%s", shape)
                    .containsExactly(values(start(), shape, all(shape)));
        }
    }

    @Test
    void aSparseWeightIsStartedOrRefusedWithItsName() {
        MatrixShape shape = new MatrixShape("fc1.weight", 17, 31);
        if (startsSparse()) {
            assertThat(values(start(), shape, some(shape))).hasSize(some(shape).length);
        } else {
            assertThatThrownBy(() -> values(start(), shape, some(shape)))
                    .isInstanceOf(EspalierException.class)
                    .hasMessageContaining("fc1.weight");
        }
    }

    /** The first values of some links, with one seed. */
    protected static float[] values(StartValues start, MatrixShape shape, long... positions) {
        return values(start.start(FirstLinks.of(shape, positions), RandomStream.ofSeed(4)), shape, positions);
    }

    private static float[] values(StartValue start, MatrixShape shape, long... positions) {
        float[] values = new float[positions.length];
        for (int k = 0; k < values.length; k++) {
            values[k] = value(start, shape, positions[k]);
        }
        return values;
    }

    private static float value(StartValue start, MatrixShape shape, long position) {
        return (float) start.at((int) (position / shape.columns()), (int) (position % shape.columns()));
    }

    /** Every position of a weight. */
    protected static long[] all(MatrixShape shape) {
        return LongStream.range(0, shape.positions()).toArray();
    }

    private static long[] some(MatrixShape shape) {
        return LongStream.range(0, shape.positions())
                .filter(p -> p == 0 || RandomStream.ofSeed(9).below(SPARSE, p) == 0)
                .toArray();
    }
}
