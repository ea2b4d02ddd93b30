package org.espalier.plugins.onnx;

import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import org.espalier.api.Plugin;
import org.espalier.api.border.ImportedNetwork;
import org.espalier.api.border.NetworkImporter;

/**
 * Reads the network of an ONNX file: pictures, sequences, flat features, and what runs through branches. Operators without a layer
 * are named all at once.
 */
@Plugin(
        name = "onnx",
        doc =
                "An ONNX file: convolutions, dense layers, pools, norms and activations on pictures, sequences and flat features,"
                        + " attention, recurrences and experts as Espalier exports them, with branches.")
public final class OnnxImporter implements NetworkImporter {
    @Inject
    public OnnxImporter() {}

    @Override
    public ImportedNetwork read(Path file) throws IOException {
        return new Reading(new FileGraph(file.toString(), OnnxFile.read(file))).network();
    }
}
