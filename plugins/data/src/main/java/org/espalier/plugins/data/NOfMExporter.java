package org.espalier.plugins.data;

import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.espalier.api.Option;
import org.espalier.api.Plugin;
import org.espalier.api.border.Exporter;
import org.espalier.api.border.ModelView;
import org.espalier.api.border.NetworkOperation;
import org.espalier.api.border.TensorView;

/**
 * Writes a model as an npz file of NumPy in which a weight with at most n links in every group of m inputs is an npz file of
 * values and positions within groups, see {@link GroupedLinks}: {@code data}, {@code [rows, groups * n]}, {@code positions}, bytes,
 * {@code groups}, {@code [n, m, taps]}, and {@code shape}. Other sparse weights have their rows compressed, as the exporter
 * {@code csr} writes them; {@code format} says which it is.
 */
@Plugin(
        name = "n-m",
        doc =
                "A NumPy npz file in which weights with n links in every group of m inputs have a few bits a link for its place; other sparse weights are files for scipy.sparse.load_npz, the rest dense arrays.")
public final class NOfMExporter implements Exporter {
    private final Options options;

    /** What a recipe may choose. */
    public record Options(
            @Option(doc = "Links of a group.", byDefault = "2", range = "[1, 128]")
            int n,

            @Option(doc = "Inputs of a group.", byDefault = "4", range = "[2, 256]")
            int m) {
        public Options {
            if (n > m) {
                throw new IllegalArgumentException("n is at most m; they are " + n + " and " + m);
            }
        }
    }

    @Inject
    public NOfMExporter(Options options) {
        this.options = options;
    }

    @Override
    public void export(ModelView model, Path file) throws IOException {
        Map<String, Integer> taps = taps(model);
        ModelArchive.write(model, file, weight -> arrays(weight, taps.getOrDefault(weight.name(), 1)));
    }

    /** Taps of the weights of convolutions. */
    private static Map<String, Integer> taps(ModelView model) {
        Map<String, Integer> taps = new HashMap<>();
        model.network().steps().forEach(step -> {
            if (step.operation() instanceof NetworkOperation.Convolution convolution) {
                taps.put(convolution.weight(), convolution.window().taps());
            }
        });
        return taps;
    }

    private Map<String, byte[]> arrays(TensorView.Sparse weight, int taps) {
        return GroupedLinks.of(weight, taps, options.n(), options.m())
                .map(links -> grouped(weight, links, taps))
                .orElseGet(() -> ModelArchive.compressedRows(weight));
    }

    private Map<String, byte[]> grouped(TensorView.Sparse weight, GroupedLinks links, int taps) {
        Map<String, byte[]> arrays = new LinkedHashMap<>();
        arrays.put("format.npy", NpyArrays.text("n-m"));
        arrays.put("shape.npy", ModelArchive.shape(weight));
        arrays.put("groups.npy", NpyArrays.ints(new int[] {3}, new int[] {options.n(), options.m(), taps}));
        arrays.put("positions.npy", NpyArrays.bytes(links.positions()));
        arrays.put("data.npy", NpyArrays.floats(new int[] {weight.shape()[0], links.slots()}, links.values()));
        return arrays;
    }
}
