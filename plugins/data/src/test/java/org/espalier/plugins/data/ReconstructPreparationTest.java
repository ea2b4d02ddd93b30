package org.espalier.plugins.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.espalier.api.border.Dataset;
import org.espalier.api.border.ExampleGraph;
import org.espalier.api.border.Examples;
import org.junit.jupiter.api.Test;

class ReconstructPreparationTest {
    private static final Optional<ExampleGraph> GRAPH =
            Optional.of(new ExampleGraph(new int[] {0, 1, 2}, new int[] {1, 0}));

    @Test
    void targetsAreTheInputsAsTheyWerePrepared() {
        Dataset scaled = new ScalePreparation(new ScalePreparation.Options(10)).apply(data());
        Dataset data = reconstruct(scaled);
        assertThat(data.shape()).containsExactly(1, 3, 1);
        assertThat(data.targets()).isEqualTo(3);
        assertThat(data.classification()).isFalse();
        for (Examples examples : List.of(data.train(), data.test())) {
            assertThat(examples.count()).isEqualTo(2);
            float[] features = new float[3];
            float[] target = new float[3];
            examples.features(1, features);
            examples.target(1, target);
            assertThat(target).isEqualTo(features).containsExactly(10, 20, 30);
            assertThat(examples.label(1)).isEqualTo(-1);
        }
    }

    @Test
    void whatIsDrawnDoesNotReachTheTargets() {
        Examples train = reconstruct(data()).train();
        float[] features = new float[3];
        float[] target = new float[3];
        train.features(1, 5, features);
        train.target(1, target);
        assertThat(features).containsExactly(6, 7, 8);
        assertThat(target).containsExactly(1, 2, 3);
    }

    @Test
    void linksStay() {
        assertThat(reconstruct(data()).graph()).isEqualTo(GRAPH);
    }

    private static Dataset reconstruct(Dataset data) {
        return new ReconstructPreparation(new ReconstructPreparation.Options()).apply(data);
    }

    private static Dataset data() {
        return new Dataset(
                "d", List.of(1, 3, 1), 2, List.of("a", "b"), new Two(), new Two(), Map.of("d", "sha256:00"), GRAPH);
    }

    /** Two examples: id, id + 1 and id + 2, and what is drawn on top. */
    private record Two() implements Examples {
        @Override
        public int count() {
            return 2;
        }

        @Override
        public void features(int id, float[] out) {
            features(id, 0, out);
        }

        @Override
        public void features(int id, long draw, float[] out) {
            for (int f = 0; f < 3; f++) {
                out[f] = id + f + draw;
            }
        }

        @Override
        public int label(int id) {
            return id;
        }

        @Override
        public void target(int id, float[] out) {
            out[id] = 1;
        }
    }
}
