package org.espalier.plugins.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.espalier.api.border.DataSource;
import org.espalier.api.border.Dataset;
import org.espalier.testkit.DataSourceContract;
import org.junit.jupiter.api.Test;

class StrokesSourceTest implements DataSourceContract {
    /** The drawings are part of what makes a run repeatable: other bytes are another data set. */
    private static final String TRAIN_DIGEST =
            "sha256:f050ec2681116378fc3a6e08974de0cdffaf696431d967126ba6409dbf72fece";

    private static final int EPOCHS = 8;

    @Override
    public DataSource source() {
        return strokes(600, 100, 1);
    }

    @Test
    void drawsTheSameBytesOnEveryMachine() {
        assertThat(strokes(600, 100, 1).open().digests()).containsEntry("strokes train", TRAIN_DIGEST);
    }

    @Test
    void anotherSeedDrawsOtherPictures() {
        assertThat(strokes(600, 100, 2).open().digests())
                .isNotEqualTo(strokes(600, 100, 1).open().digests());
    }

    @Test
    void moreExamplesBeginWithTheSameOnes() {
        Dataset few = strokes(10, 5, 7).open();
        Dataset many = strokes(50, 20, 7).open();
        float[] a = new float[few.features()];
        float[] b = new float[few.features()];
        for (int id = 0; id < few.train().count(); id++) {
            few.train().features(id, a);
            many.train().features(id, b);
            assertThat(a).isEqualTo(b);
            assertThat(few.train().label(id)).isEqualTo(many.train().label(id));
        }
    }

    @Test
    void drawsAboutAsManyOfEachFigure() {
        Dataset data = strokes(5000, 0, 1).open();
        int[] counts = new int[data.targets()];
        for (int id = 0; id < data.train().count(); id++) {
            counts[data.train().label(id)]++;
        }
        assertThat(counts).hasSize(10);
        for (int count : counts) {
            assertThat(count).isBetween(400, 600);
        }
    }

    @Test
    void aLinearModelLearnsThemButStaysBelowNinetyPercent() {
        Dataset data = new StandardizePreparation(new StandardizePreparation.Options(StandardizePreparation.Per.AUTO))
                .apply(strokes(6000, 1000, 1).open());
        double accuracy = new SoftmaxRegression(data).train(EPOCHS).accuracy();
        assertThat(accuracy).isBetween(0.6, 0.9);
    }

    private static DataSource strokes(int train, int test, long seed) {
        return new StrokesSource(new StrokesSource.Options(train, test, seed));
    }
}
