package org.espalier.core.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.espalier.api.border.ImportedTensor;
import org.espalier.api.border.TensorView;
import org.espalier.core.model.ParameterSpec;
import org.espalier.core.model.VectorSpec;
import org.junit.jupiter.api.Test;

class TensorNamesTest {
    private static List<ImportedTensor> tensors(String... names) {
        List<ImportedTensor> tensors = new ArrayList<>();
        for (String name : names) {
            tensors.add(new ImportedTensor(
                    name, List.of(1), () -> new TensorView.Dense(name, new int[] {1}, new float[1])));
        }
        return tensors;
    }

    private static String found(List<ImportedTensor> tensors, Map<String, String> renaming, String... wanted) {
        List<ParameterSpec> specs = new ArrayList<>();
        for (String name : wanted) {
            specs.add(new VectorSpec(name, 1, 0));
        }
        TensorNames names = TensorNames.of(tensors, new Renaming(renaming), specs);
        List<String> found = new ArrayList<>();
        for (ParameterSpec spec : specs) {
            found.add(names.of(spec).map(ImportedTensor::name).orElse("-"));
        }
        return String.join(" ", found) + " | " + String.join(" ", names.left());
    }

    @Test
    void whatAllNamesBeginWithIsLeftAside() {
        assertThat(found(tensors("module.a.weight", "module.b.weight"), Map.of(), "a.weight", "b.weight"))
                .isEqualTo("module.a.weight module.b.weight | ");
        assertThat(found(tensors("net.body.a.bias", "net.body.b.bias", "net.body.c.bias"), Map.of(), "body.a.bias"))
                .isEqualTo("net.body.a.bias | body.b.bias body.c.bias");
        assertThat(found(tensors("a.weight", "a.bias"), Map.of(), "a.weight", "a.bias"))
                .isEqualTo("a.weight a.bias | ");
    }

    @Test
    void normalisationIsCalledAsInPyTorchToo() {
        assertThat(found(
                        tensors("m.bn.weight", "m.bn.bias", "m.bn.running_mean", "m.bn.num_batches_tracked"),
                        Map.of(),
                        "bn.scale",
                        "bn.shift",
                        "bn.running_mean"))
                .isEqualTo("m.bn.weight m.bn.bias m.bn.running_mean | ");
        assertThat(found(tensors("ln.gamma", "ln.beta", "ln.scale"), Map.of(), "ln.scale", "ln.shift"))
                .isEqualTo("ln.scale ln.beta | ln.gamma");
    }

    @Test
    void otherNamesAreToldByPatterns() {
        Map<String, String> renaming = new LinkedHashMap<>();
        renaming.put("layers.*.attn.*_proj", "att*.*");
        renaming.put("norm", "last");
        assertThat(found(
                        tensors(
                                "model.layers.0.attn.q_proj.weight",
                                "model.layers.11.attn.k_proj.weight",
                                "model.norm.weight"),
                        renaming,
                        "att0.q.weight",
                        "att11.k.weight",
                        "last.weight"))
                .isEqualTo("model.layers.0.attn.q_proj.weight model.layers.11.attn.k_proj.weight model.norm.weight | ");
        assertThat(found(tensors("model.norms.weight", "model.a.b.c"), renaming, "last.weight"))
                .as("a pattern ends at a dot")
                .isEqualTo("- | model.norms.weight model.a.b.c");
        assertThat(found(tensors("model.norm.weight", "model.a"), Map.of("model.norm", "last"), "last.weight"))
                .as("names may be written as they stand in the file")
                .isEqualTo("model.norm.weight | model.a");
    }

    @Test
    void aNameThatIsNobodysIsLeft() {
        assertThat(found(tensors("a", "b"), Map.of(), "c.bias")).isEqualTo("- | a b");
        assertThat(Optional.of(found(List.of(), Map.of(), "c.bias"))).contains("- | ");
    }
}
