package org.espalier.plugins.onnx;

import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import org.espalier.api.Option;
import org.espalier.api.Plugin;
import org.espalier.api.border.Exporter;
import org.espalier.api.border.ModelView;
import org.espalier.api.border.NetworkView;

/**
 * Writes a network as an ONNX file of operator set 17, which any runtime for ONNX computes with batches of any size. Pictures
 * come in and go out as {@code [N, channels, height, width]}, sequences as {@code [N, steps, features]}, tokens as
 * {@code [N, steps]} of int64, everything else as {@code [N, features]}; the input is called {@code input}, the output
 * {@code output}. Preparations of the data and the loss are no part of it. What made the model stands in its metadata.
 */
@Plugin(
        name = "onnx",
        doc = "An ONNX file, which other programs compute with: pictures as [N, channels, height, width],"
                + " sequences as [N, steps, features].")
public final class OnnxExporter implements Exporter {
    private final Options options;

    /** What a recipe may choose. */
    public record Options(
            @Option(
                    doc = "Whether weights with few links are written as links, where that is smaller.",
                    byDefault = "false")
            boolean sparse) {}

    @Inject
    public OnnxExporter(Options options) {
        this.options = options;
    }

    @Override
    public void check(NetworkView network) {
        Refusals.check(network);
    }

    @Override
    public void export(ModelView model, Path file) throws IOException {
        Refusals.check(model.network());
        OnnxFile.write(new Translation(model, options.sparse()).model(), file);
    }
}
