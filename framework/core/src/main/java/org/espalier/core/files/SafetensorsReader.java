package org.espalier.core.files;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.espalier.api.EspalierException;
import org.espalier.core.json.Json;

/** Reads one safetensors file without trusting it: nothing is allocated before the file has shown that it is so long. */
final class SafetensorsReader {
    /** The largest header the format allows. */
    private static final long LONGEST_HEADER = 100_000_000;

    private static final int CHUNK = 1 << 20;

    private final Path file;

    SafetensorsReader(Path file) {
        this.file = file;
    }

    StoredTensors read() {
        return whole((header, arrays) -> SparseLayout.tensors(file.toString(), arrays, metadata(header)));
    }

    List<StoredArray> readArrays() {
        return whole((header, arrays) -> arrays);
    }

    private <T> T whole(BiFunction<Json, List<StoredArray>, T> result) {
        if (Files.isDirectory(file)) {
            throw wrong("is a folder; a safetensors file was expected");
        }
        try (FileChannel channel = FileChannel.open(file)) {
            long length = channel.size();
            Json header = header(channel, length);
            long dataStart = channel.position();
            List<ArrayEntry> entries = entries(header);
            requireGapless(entries, dataStart, length);
            List<StoredArray> arrays = new ArrayList<>();
            for (ArrayEntry entry : entries) {
                arrays.add(values(entry, channel));
            }
            return result.apply(header, arrays);
        } catch (NoSuchFileException e) {
            throw new EspalierException("There is no file " + file + ".", e);
        } catch (IOException e) {
            throw new EspalierException("Reading " + file + " failed: " + e.getMessage() + ".", e);
        }
    }

    private Json header(FileChannel channel, long length) throws IOException {
        if (length < Long.BYTES) {
            throw wrong("ends at byte " + length + "; the length of the header takes the first 8 bytes");
        }
        long size = fill(channel, Long.BYTES).getLong();
        if (size < 0 || size > LONGEST_HEADER) {
            throw wrong("is not a safetensors file: bytes 0 to 7 give a header of " + Long.toUnsignedString(size)
                    + " bytes; at most " + LONGEST_HEADER + " are allowed");
        }
        if (size > length - Long.BYTES) {
            throw wrong("ends at byte " + length + "; its header should reach byte " + (size + Long.BYTES));
        }
        ByteBuffer bytes = fill(channel, (int) size);
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
            Json header = Json.parse(text, file + " (header, from byte 8)");
            if (!(header instanceof Json.Members)) {
                throw wrong("has a header that is not a JSON object (byte 8)");
            }
            return header;
        } catch (CharacterCodingException e) {
            throw new EspalierException(
                    file + " has a header that is not UTF-8 text (near byte " + (Long.BYTES + bytes.position()) + ").",
                    e);
        }
    }

    private List<ArrayEntry> entries(Json header) {
        List<ArrayEntry> entries = new ArrayList<>();
        header.members().forEach((name, entry) -> {
            if (!name.equals(SafetensorsFiles.METADATA)) {
                entries.add(ArrayEntry.of(file, name, entry));
            }
        });
        entries.sort(Comparator.comparingLong(ArrayEntry::begin).thenComparingLong(ArrayEntry::end));
        return entries;
    }

    private void requireGapless(List<ArrayEntry> entries, long dataStart, long length) {
        long at = 0;
        for (ArrayEntry entry : entries) {
            if (entry.begin() != at) {
                throw wrong("says that " + entry.name() + " begins at byte " + (dataStart + entry.begin())
                        + ", but the values before it end at byte " + (dataStart + at));
            }
            at = entry.end();
            if (at > length - dataStart) {
                throw wrong("ends at byte " + length + "; the values of " + entry.name() + " should reach byte "
                        + Long.toUnsignedString(dataStart + at));
            }
        }
        if (dataStart + at != length) {
            throw wrong("goes on after byte " + (dataStart + at) + ", where its last values end");
        }
    }

    private Map<String, String> metadata(Json header) {
        Map<String, String> metadata = new LinkedHashMap<>();
        header.at(SafetensorsFiles.METADATA).members().forEach((key, value) -> {
            if (!(value instanceof Json.Text(String text))) {
                throw wrong("has a metadata entry " + key + " that is not text");
            }
            metadata.put(key, text);
        });
        return metadata;
    }

    private static StoredArray values(ArrayEntry entry, FileChannel channel) throws IOException {
        int count = Math.toIntExact((entry.end() - entry.begin()) / StoredArray.ELEMENT);
        float[] floats = new float[entry.floats() ? count : 0];
        int[] ints = new int[entry.floats() ? 0 : count];
        int perChunk = CHUNK / StoredArray.ELEMENT;
        for (int from = 0; from < count; from += perChunk) {
            int part = Math.min(perChunk, count - from);
            ByteBuffer bytes = fill(channel, part * StoredArray.ELEMENT);
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

    private static ByteBuffer fill(FileChannel channel, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes) < 0) {
                throw new EOFException("it became shorter while it was read");
            }
        }
        return bytes.flip();
    }

    private EspalierException wrong(String what) {
        return new EspalierException(file + " " + what + ".");
    }
}
