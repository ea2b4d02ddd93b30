package org.espalier.core.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import org.espalier.api.EspalierException;
import org.espalier.api.border.NumberType;

/** Reads one safetensors file of the engine without trusting it. */
final class SafetensorsReader {
    /** The largest header the format allows. */
    private static final int LONGEST_HEADER = 100_000_000;

    /** The engine's own files hold these alone. */
    static final Set<NumberType> STORED = Collections.unmodifiableSet(EnumSet.of(NumberType.F32, NumberType.I32));

    private static final int CHUNK = 1 << 20;

    private final Path file;

    SafetensorsReader(Path file) {
        this.file = file;
    }

    StoredTensors read() {
        return whole((header, arrays) -> SparseLayout.tensors(file.toString(), arrays, header.metadata()));
    }

    List<StoredArray> readArrays() {
        return whole((header, arrays) -> arrays);
    }

    private <T> T whole(BiFunction<SafetensorsHeader, List<StoredArray>, T> result) {
        if (Files.isDirectory(file)) {
            throw new EspalierException(file + " is a folder; a safetensors file was expected.");
        }
        try (FileChannel channel = FileChannel.open(file)) {
            SafetensorsHeader header = SafetensorsHeader.read(file, channel, LONGEST_HEADER, STORED);
            List<StoredArray> arrays = new ArrayList<>();
            channel.position(header.dataStart());
            for (ArrayEntry entry : header.entries()) {
                arrays.add(values(entry, channel));
            }
            return result.apply(header, arrays);
        } catch (NoSuchFileException e) {
            throw new EspalierException("There is no file " + file + ".", e);
        } catch (IOException e) {
            throw new EspalierException("Reading " + file + " failed: " + e.getMessage() + ".", e);
        }
    }

    private static StoredArray values(ArrayEntry entry, FileChannel channel) throws IOException {
        int count = Math.toIntExact((entry.end() - entry.begin()) / StoredArray.ELEMENT);
        float[] floats = new float[entry.floats() ? count : 0];
        int[] ints = new int[entry.floats() ? 0 : count];
        int perChunk = CHUNK / StoredArray.ELEMENT;
        for (int from = 0; from < count; from += perChunk) {
            int part = Math.min(perChunk, count - from);
            ByteBuffer bytes = SafetensorsHeader.fill(channel, part * StoredArray.ELEMENT);
            if (entry.floats()) {
                bytes.asFloatBuffer().get(floats, from, part);
            } else {
                bytes.asIntBuffer().get(ints, from, part);
            }
        }
        return entry.floats()
                ? new StoredArray.Floats(entry.name(), entry.shape(), floats)
                : new StoredArray.Ints(entry.name(), entry.shape(), ints);
    }
}
