package org.espalier.core.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.espalier.api.EspalierException;
import org.espalier.api.graph.Initialisation;
import org.espalier.core.graph.Model;
import org.espalier.core.model.ParameterSpec;
import org.espalier.core.surgery.Factorised;
import org.espalier.core.surgery.Merged;
import org.espalier.core.surgery.Removed;
import org.espalier.core.trace.ModelTrace;
import org.junit.jupiter.api.Test;

/** What a stored network says of its form. */
final class SurgeriesTest {
    private static Model model() {
        ModelTrace trace = new ModelTrace(List.of(3));
        for (String name : List.of("a", "b")) {
            trace.layer(
                    name,
                    (graph, in) -> graph.linear(
                            in,
                            graph.weight("weight", 4, in.features(), Initialisation.ZEROS),
                            Optional.of(graph.vector("bias", 4, 0))));
        }
        return trace.model();
    }

    @Test
    void withTheRecipesModelItGivesTheModelAsItIs() {
        Surgeries surgeries = new Surgeries();
        BitSet second = new BitSet();
        second.set(1);
        surgeries.add(new Removed(second));
        surgeries.add(new Factorised(new TreeMap<>(Map.of("a.weight", 2, "b.weight", 3))));
        surgeries.add(new Merged(List.of("a.weight")));
        assertThat(surgeries.metadata())
                .containsEntry(Surgeries.ENTRY, "cut 1;factorise a.weight=2,b.weight=3;merge a.weight");
        Model applied = Surgeries.applied(model(), surgeries.metadata(), "a file");
        assertThat(applied.parameters())
                .extracting(ParameterSpec::name)
                .containsExactly("a.weight", "a.bias", "b.down.weight", "b.up.weight", "b.bias");
        assertThat(applied.weights().getFirst().shape().rows()).isEqualTo(3);
        assertThat(applied.weights().get(1).shape().columns()).isEqualTo(3);
    }

    @Test
    void whatDoesNotFitTheRecipeIsRefused() {
        for (String wrong : List.of(
                "turn a",
                "cut 77",
                "factorise a.weight",
                "factorise a.weight=5",
                "factorise a.weight=x",
                "merge a.weight")) {
            assertThatThrownBy(() -> Surgeries.applied(model(), Map.of(Surgeries.ENTRY, wrong), "a file"))
                    .as(wrong)
                    .isInstanceOf(EspalierException.class)
                    .hasMessageContaining("a file does not fit the recipe: its entry espalier.surgeries is \"" + wrong);
        }
        assertThatThrownBy(() -> Surgeries.applied(model(), Map.of(Surgeries.ENTRY, "factorise c.weight=1"), "a file"))
                .hasMessageContaining("c.weight");
    }
}
