package org.espalier.core.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.espalier.api.EspalierException;
import org.espalier.api.RandomStream;
import org.espalier.api.border.DataSource;
import org.espalier.api.border.Dataset;
import org.espalier.api.border.ExampleGraph;
import org.espalier.api.border.Examples;
import org.espalier.core.catalog.PluginFactory;
import org.espalier.core.catalog.PluginServices;
import org.espalier.core.diagnostic.Place;
import org.espalier.core.plan.DataPlan;
import org.espalier.core.plan.PluginUse;
import org.junit.jupiter.api.Test;

/** Data whose examples are linked stay together. */
final class LinkedDataTest {
    private static final ExampleGraph PAIR = new ExampleGraph(new int[] {0, 1, 2}, new int[] {1, 0});

    @Test
    void bothSplitsKeepAllExamplesAndTheirLinks() {
        DataAssembly data = assembled(0, 0);
        assertThat(data.dataset().graph()).contains(PAIR);
        assertThat(data.splits().train().count()).isEqualTo(2);
        assertThat(data.splits().validation().count()).isZero();
        assertThat(data.splits().test().count()).isEqualTo(2);
        assertThat(data.splits().train().label(1)).isEqualTo(-1);
        assertThat(data.splits().test().label(1)).isEqualTo(1);
    }

    @Test
    void noneCanBeSplitOff() {
        assertThatThrownBy(() -> assembled(0.5, 0))
                .isInstanceOf(EspalierException.class)
                .hasMessageEndingWith(
                        "the examples of the source 'linked' are linked with each other, so none can be split"
                                + " off; leave out the split.");
        assertThatThrownBy(() -> assembled(0, 0.5)).isInstanceOf(EspalierException.class);
    }

    private static DataAssembly assembled(double validation, double test) {
        DataPlan plan = new DataPlan(
                PluginUse.of("source", "linked", Map.of()),
                List.of(),
                validation,
                test,
                false,
                2,
                Optional.empty(),
                Place.NONE,
                Place.NONE);
        PluginServices services = PluginServices.of(
                use -> {
                    throw new AssertionError("there are no dials");
                },
                Path.of("."));
        return DataAssembly.of(plan, new Linked(), services, RandomStream.ofSeed(1));
    }

    /** Makes one source: two linked examples, one to learn from and one to judge by. */
    private static final class Linked implements PluginFactory {
        @Override
        public <T> T create(Class<T> kind, PluginUse use, PluginServices services) {
            DataSource source = () -> new Dataset(
                    "pair", List.of(1), 2, List.of("a", "b"), new Two(0), new Two(1), Map.of(), Optional.of(PAIR));
            return kind.cast(source);
        }
    }

    /** Two examples of which one has a class: that of its number. */
    private record Two(int labelled) implements Examples {
        @Override
        public int count() {
            return 2;
        }

        @Override
        public void features(int id, float[] out) {
            out[0] = id;
        }

        @Override
        public int label(int id) {
            return id == labelled ? id : -1;
        }

        @Override
        public void target(int id, float[] out) {
            out[0] = id;
        }
    }
}
