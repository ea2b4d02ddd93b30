package org.espalier.plugins.nd4j;

import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.espalier.api.Plugin;
import org.espalier.api.border.ImportedModel;
import org.espalier.api.border.ImportedModel.PictureOrder;
import org.espalier.api.border.ImportedTensor;
import org.espalier.api.border.Importer;
import org.espalier.api.border.Libraries;
import org.espalier.api.border.TensorView;

/** Reads the arrays of a npz file through ND4J. Those that Espalier exported have pictures with channels last, others first. */
@Plugin(name = "npz", doc = "The arrays of a NumPy npz file, read by ND4J, which is loaded only then.")
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
        List<ImportedTensor> tensors = new ArrayList<>();
        for (NpzReader.Entry array : reader.entries()) {
            List<Integer> shape = array.header().sizes();
            tensors.add(new ImportedTensor(
                    array.name(), shape, () -> dense(array.name(), reader.read(array.name()), shape)));
        }
        PictureOrder order = reader.has(PROVENANCE) ? PictureOrder.CHANNELS_LAST : PictureOrder.CHANNELS_FIRST;
        return new ImportedModel(tensors, order, Map.of());
    }

    private static TensorView dense(String name, NpyArray array, List<Integer> shape) {
        int[] sizes = shape.stream().mapToInt(Integer::intValue).toArray();
        return new TensorView.Dense(name, sizes, array.values());
    }
}
