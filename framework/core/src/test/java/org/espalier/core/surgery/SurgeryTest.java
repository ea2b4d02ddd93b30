package org.espalier.core.surgery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.espalier.api.MatrixShape;
import org.espalier.api.RandomStream;
import org.espalier.api.graph.Activation;
import org.espalier.api.graph.Initialisation;
import org.espalier.api.graph.Window;
import org.espalier.core.graph.Model;
import org.espalier.core.kernel.NativeMemory;
import org.espalier.core.model.Network;
import org.espalier.core.model.ParameterSpec;
import org.espalier.core.model.WeightSpec;
import org.espalier.core.storage.WeightStore;
import org.espalier.core.trace.ModelTrace;
import org.junit.jupiter.api.Test;

/** Models and networks that get another form. */
final class SurgeryTest {
    private static final Window THREE = new Window(3, 3, 1, 1, 1, 1, 1, 1);

    private final Model model = model();

    /** A convolution with ReLU, one in groups, and two dense layers. */
    private static Model model() {
        ModelTrace trace = new ModelTrace(List.of(4, 4, 2));
        trace.layer(
                "conv",
                (graph, in) -> graph.activation(
                        graph.convolution(
                                in,
                                graph.kernel("weight", 4, 2, THREE, Initialisation.HE_NORMAL),
                                Optional.of(graph.vector("bias", 4, 0)),
                                THREE,
                                1),
                        Activation.RELU));
        trace.layer(
                "groups",
                (graph, in) -> graph.flatten(graph.convolution(
                        in,
                        graph.kernel("weight", 4, 2, THREE, Initialisation.HE_NORMAL),
                        Optional.empty(),
                        THREE,
                        2)));
        for (String name : List.of("fc1", "fc2")) {
            trace.layer(
                    name,
                    (graph, in) -> graph.linear(
                            in,
                            graph.weight("weight", 6, in.features(), Initialisation.HE_NORMAL),
                            Optional.of(graph.vector("bias", 6, 0))));
        }
        return trace.model();
    }

    private static Factorised factorised(Map<String, Integer> ranks) {
        return new Factorised(new TreeMap<>(ranks));
    }

    private static MatrixShape shape(Model of, String weight) {
        return of.weights().stream()
                .filter(spec -> spec.name().equals(weight))
                .map(WeightSpec::shape)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aWeightBecomesTwoAndTheirMergerIsTheFirstAgain() {
        Model narrow = factorised(Map.of("conv.weight", 3, "fc1.weight", 2)).model(model);
        assertThat(narrow.parameters())
                .extracting(ParameterSpec::name)
                .containsExactly(
                        "conv.down.weight",
                        "conv.up.weight",
                        "conv.bias",
                        "groups.weight",
                        "fc1.down.weight",
                        "fc1.up.weight",
                        "fc1.bias",
                        "fc2.weight",
                        "fc2.bias");
        assertThat(narrow.weights().get(0).stored()).containsExactly(3, 2, 3, 3);
        assertThat(narrow.weights().get(1).stored()).containsExactly(4, 3, 1, 1);
        assertThat(shape(narrow, "fc1.up.weight")).isEqualTo(new MatrixShape("fc1.up.weight", 6, 2));
        assertThat(narrow.output()).isSameAs(model.output());

        Model again = Merged.of(narrow, layer -> true).model(narrow);
        assertThat(again.parameters()).hasSameSizeAs(model.parameters());
        for (int i = 0; i < model.weights().size(); i++) {
            WeightSpec was = model.weights().get(i);
            WeightSpec is = again.weights().get(i);
            assertThat(is.shape()).isEqualTo(was.shape());
            assertThat(is.stored()).isEqualTo(was.stored());
            assertThat(is.layer()).isEqualTo(was.layer());
            assertThat(is.uses()).isEqualTo(was.uses());
            assertThat(is.transposed()).isEqualTo(was.transposed());
        }
        assertThat(Merged.of(model, layer -> true).weights()).isEmpty();
        assertThat(Merged.of(narrow, "fc1"::equals).weights()).containsExactly("fc1.weight");
    }

    @Test
    void aRankHasToFitAndSoHasTheProduct() {
        assertThat(Factorised.problem(model, shape(model, "fc2.weight"), 6)).isEmpty();
        assertThat(Factorised.problem(model, shape(model, "fc2.weight"), 7).orElseThrow())
                .isEqualTo("is 6 x 6, so its rank is 1 to 6, not 7");
        assertThat(Factorised.problem(model, shape(model, "groups.weight"), 1).orElseThrow())
                .contains("a convolution with 2 groups");
        assertThat(Factorised.problem(model, new MatrixShape("state.weight", 2, 2), 1)
                        .orElseThrow())
                .contains("is not the weight of a product alone");
        assertThatThrownBy(() -> factorised(Map.of("fc1.weight", 9)).model(model))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("fc1.weight is 6 x 64");
        assertThatThrownBy(() -> new Merged(List.of("fc1.weight")).model(model))
                .hasMessageContaining("nothing to merge into fc1.weight");
    }

    private static float[] numbers(int count, float from) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = from + i;
        }
        return numbers;
    }

    private static WeightStore store(Network network, String name) {
        return network.stored().stream()
                .filter(store -> store.shape().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static float[] slot(WeightStore store) {
        return NativeMemory.floats(store.slot(0), store.count());
    }

    @Test
    void whatStaysKeepsItsLinksValuesAndSlotsAndWhatIsNewHasSlotsOfZero() {
        Factorised factorised = factorised(Map.of("fc1.weight", 1));
        Map<String, float[]> fresh = Map.of("fc1.down.weight", numbers(64, 1), "fc1.up.weight", numbers(6, 100));
        try (Network network = new Network(model.parameters(), Map.of(), RandomStream.ofSeed(1))) {
            network.weight("fc2.weight").makeSparse(new long[] {1, 7, 35});
            network.weight("groups.weight").makeLatent(new long[] {0, 3});
            for (WeightStore parameter : network.parameters()) {
                parameter.slots(1);
                float[] kept = numbers(parameter.count(), 5);
                NativeMemory.copy(kept, 0, parameter.slot(0), kept.length);
            }
            try (Network rebuilt = Rebuilt.of(network, factorised.model(model), fresh)) {
                assertThat(rebuilt.weight("fc2.weight").links().positions()).containsExactly(1, 7, 35);
                assertThat(rebuilt.weight("groups.weight").latent()).isTrue();
                assertThat(rebuilt.weight("groups.weight").links().positions()).containsExactly(0, 3);
                for (String name : List.of("conv.weight", "groups.weight", "fc2.weight", "fc1.bias")) {
                    WeightStore was = store(network, name);
                    WeightStore is = store(rebuilt, name);
                    assertThat(NativeMemory.floats(is.values(), is.count()))
                            .as(name)
                            .containsExactly(NativeMemory.floats(was.values(), was.count()));
                    assertThat(slot(is)).as(name).containsExactly(slot(was));
                }
                WeightStore down = store(rebuilt, "fc1.down.weight");
                assertThat(NativeMemory.floats(down.values(), 64)).containsExactly(numbers(64, 1));
                assertThat(slot(down)).containsOnly(0);
                float[] merged = Merged.of(factorised.model(model), layer -> true)
                        .values(factorised.model(model), rebuilt)
                        .getOrDefault("fc1.weight", new float[0]);
                assertThat(Arrays.copyOf(merged, 3)).containsExactly(100, 200, 300);
                assertThat(merged[64]).isEqualTo(101);
            }
        }
    }
}
