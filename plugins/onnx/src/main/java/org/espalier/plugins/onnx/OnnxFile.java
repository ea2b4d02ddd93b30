package org.espalier.plugins.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.espalier.api.EspalierException;

/** Files of ONNX models. */
final class OnnxFile {
    private OnnxFile() {}

    /** Writes a file that is there whole or not at all. */
    static void write(ModelProto model, Path file) throws IOException {
        Path part = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID() + ".part");
        try {
            try (OutputStream out =
                    new BufferedOutputStream(Files.newOutputStream(part, StandardOpenOption.CREATE_NEW), 1 << 20)) {
                model.writeTo(out);
            }
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new EspalierException("Writing " + file + " failed: " + e + ". Nothing was changed.", e);
        } finally {
            Files.deleteIfExists(part);
        }
    }
}
