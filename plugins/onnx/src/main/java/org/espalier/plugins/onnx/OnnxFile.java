package org.espalier.plugins.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
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

    /**
     * Reads a file. What it declares to have is never more than what is there.
     *
     * @throws EspalierException when it is no ONNX model, cut off or damaged; the message says where
     */
    static ModelProto read(Path file) throws IOException {
        long bytes = Files.size(file);
        if (bytes > Integer.MAX_VALUE) {
            throw new EspalierException(file + " has " + bytes + " bytes; an ONNX file has at most 2147483647.");
        }
        CodedInputStream in = CodedInputStream.newInstance(Files.readAllBytes(file));
        in.enableAliasing(true);
        try {
            ModelProto model = ModelProto.parseFrom(in);
            if (!model.hasGraph() || model.getOpsetImportCount() == 0) {
                throw new EspalierException(
                        file + " is no ONNX model: it has no " + (model.hasGraph() ? "operator set" : "graph") + ".");
            }
            return model;
        } catch (InvalidProtocolBufferException e) {
            throw new EspalierException(
                    file + " is no ONNX model, or cut off or damaged: what stands at byte " + in.getTotalBytesRead()
                            + " of " + bytes + " cannot be read.",
                    e);
        }
    }

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
