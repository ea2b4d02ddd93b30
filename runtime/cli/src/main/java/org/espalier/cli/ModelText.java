package org.espalier.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.espalier.api.EspalierException;
import org.espalier.api.border.TensorView;
import org.espalier.cli.terminal.Figures;
import org.espalier.cli.terminal.TextTable;
import org.espalier.core.files.SafetensorsFiles;
import org.espalier.core.files.StoredTensors;
import org.espalier.core.provenance.ModelOrigin;

/**
 * A model's file for a person, and for a program.
 *
 * @param shown the file as a person would write it
 * @param origin what made it; empty when the file says nothing of it
 */
record ModelText(String shown, List<Tensor> tensors, Optional<ModelOrigin> origin) {
    private static final String SUFFIX = ".safetensors";

    /**
     * A parameter.
     *
     * @param links stored values
     * @param storage {@code dense} or {@code sparse}
     */
    record Tensor(String name, List<Integer> shape, String storage, long links, double sparsity) {
        static Tensor of(TensorView view) {
            List<Integer> shape = Arrays.stream(view.shape()).boxed().toList();
            double positions = shape.stream().mapToDouble(s -> s).reduce(1, (a, b) -> a * b);
            return switch (view) {
                case TensorView.Dense dense -> new Tensor(view.name(), shape, "dense", dense.values().length, 0);
                case TensorView.Sparse sparse ->
                    new Tensor(
                            view.name(),
                            shape,
                            "sparse",
                            sparse.values().length,
                            1 - sparse.values().length / positions);
            };
        }
    }

    /**
     * Reads a file.
     *
     * @throws UsageException when it is no model by its name
     * @throws EspalierException when it is damaged
     */
    static ModelText read(Path file, String shown) {
        if (!file.toString().endsWith(SUFFIX)) {
            throw new UsageException(shown + " is not a model that can be shown; name a " + SUFFIX
                    + " file, or the folder of a run."
                    + (file.toString().endsWith(".npz")
                            ? " What made an npz file stands in its entry provenance.txt."
                            : ""));
        }
        StoredTensors stored = new SafetensorsFiles().read(file);
        return new ModelText(
                shown,
                stored.tensors().stream().map(Tensor::of).toList(),
                ModelOrigin.read(stored.metadata(), file.toString()));
    }

    /**
     * The recipe.
     *
     * @throws EspalierException when the file says nothing of it
     */
    String recipe() {
        return origin.orElseThrow(() ->
                        new EspalierException(shown + " does not say what made it; it was not written by Espalier."))
                .text();
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(origin.map(o -> shown + ": a model of the recipe '" + o.recipe() + "'.")
                .orElse(shown + " does not say what made it; it was not written by Espalier."));
        origin.ifPresent(
                made -> lines.addAll(OriginText.recipe(made.recipe(), made.recipeHash(), made.seed(), Map.of())));
        lines.addAll(OriginText.titled("Tensors", tensorTable()));
        origin.ifPresent(made -> {
            lines.addAll(OriginText.madeBy(made.espalier(), made.backend(), made.java(), made.machine()));
            lines.addAll(OriginText.bundles(made.bundles()));
            lines.addAll(OriginText.data(made.data()));
        });
        return lines;
    }

    private TextTable tensorTable() {
        TextTable table = new TextTable("llrl");
        for (Tensor tensor : tensors) {
            boolean sparse = tensor.storage().equals("sparse");
            table.row(
                    tensor.name(),
                    tensor.shape().stream().map(size -> Figures.count(size)).collect(Collectors.joining(" x ")),
                    Figures.count(tensor.links()) + (sparse ? " links" : " values"),
                    sparse ? Figures.percent(tensor.sparsity()) + " sparse" : "dense");
        }
        return table;
    }

    /** The same as members of an object. */
    Map<String, Object> members() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("file", shown);
        members.put("tensors", tensors);
        origin.ifPresent(made -> members.put("provenance", made));
        return members;
    }
}
