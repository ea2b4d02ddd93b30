package org.espalier.plugins.nd4j;

import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.espalier.api.Plugin;
import org.espalier.api.border.ImportedModel;
import org.espalier.api.border.ImportedModel.PictureOrder;
import org.espalier.api.border.ImportedTensor;
import org.espalier.api.border.Importer;
import org.espalier.api.border.Libraries;
import org.espalier.api.border.TensorView;

/**
 * Reads the arrays of a npz file through ND4J. Those that Espalier exported have pictures with channels last, others first, and
 * what {@link NpzExporter} made four arrays of is a sparse tensor again.
 */
@Plugin(
        name = "npz",
        doc = "The arrays of a NumPy npz file, read by ND4J, which is loaded only then; sparse tensors that Espalier"
                + " exported stay sparse.")
public final class NpzImporter implements Importer {
    /** What the engine's own files say of themselves. */
    private static final String PROVENANCE = "provenance.txt";

    private final Libraries libraries;

    /** {@link NpzImporter} has no options. */
    public record Options() {}

    @Inject
    public NpzImporter(Options options, Libraries libraries) {
        this.libraries = libraries;
    }

    @Override
    public ImportedModel read(Path file) {
        NpzReader reader = new NpzReader(file, Nd4jLibrary.codec(libraries));
        Map<String, NpyHeader> arrays = new LinkedHashMap<>();
        reader.entries().forEach(array -> arrays.put(array.name(), array.header()));
        boolean own = reader.has(PROVENANCE);
        List<ImportedTensor> tensors = new ArrayList<>();
        for (Map.Entry<String, NpyHeader> array : arrays.entrySet()) {
            String name = array.getKey();
            String owner = own ? SparseArrays.ownerOf(name, arrays.keySet()) : "";
            if (owner.isEmpty()) {
                List<Integer> shape = array.getValue().sizes();
                tensors.add(new ImportedTensor(name, shape, () -> dense(name, reader.read(name), shape)));
            } else if (name.equals(owner + SparseArrays.VALUES)) {
                SparseArrays sparse = new SparseArrays(file, owner, reader);
                tensors.add(new ImportedTensor(owner, sparse.shape(), sparse::read));
            }
        }
        return new ImportedModel(tensors, own ? PictureOrder.CHANNELS_LAST : PictureOrder.CHANNELS_FIRST, Map.of());
    }

    private static TensorView dense(String name, NpyArray array, List<Integer> shape) {
        int[] sizes = shape.stream().mapToInt(Integer::intValue).toArray();
        return new TensorView.Dense(name, sizes, array.values());
    }
}
