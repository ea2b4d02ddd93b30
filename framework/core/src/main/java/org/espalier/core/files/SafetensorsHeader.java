package org.espalier.core.files;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.espalier.api.EspalierException;
import org.espalier.api.border.NumberType;
import org.espalier.core.json.Json;

/**
 * What a safetensors file says of itself, compared with its length: nothing is allocated before the file has shown that it is
 * so long.
 *
 * @param entries in the order of their values, without gaps, to the end of the file
 * @param metadata free text entries
 * @param dataStart the byte behind the header
 */
record SafetensorsHeader(List<ArrayEntry> entries, Map<String, String> metadata, long dataStart) {
    SafetensorsHeader {
        entries = List.copyOf(entries);
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    }

    /**
     * Reads a header.
     *
     * @param longest no header may be longer
     * @param types that are allowed
     * @throws EspalierException when it is cut off or damaged; the message names the byte
     */
    static SafetensorsHeader read(Path file, FileChannel channel, int longest, Set<NumberType> types)
            throws IOException {
        long length = channel.size();
        Json json = json(file, channel, length, longest);
        long dataStart = channel.position();
        List<ArrayEntry> entries = entries(file, json);
        entries.forEach(entry -> entry.requireOneOf(types, file));
        requireGapless(file, entries, dataStart, length);
        return new SafetensorsHeader(entries, metadata(file, json), dataStart);
    }

    private static Json json(Path file, FileChannel channel, long length, int longest) throws IOException {
        if (length < Long.BYTES) {
            throw wrong(file, "ends at byte " + length + "; the length of the header takes the first 8 bytes");
        }
        long size = fill(channel, Long.BYTES).getLong();
        if (size < 0 || size > longest) {
            throw wrong(
                    file,
                    "is not a safetensors file: bytes 0 to 7 give a header of " + Long.toUnsignedString(size)
                            + " bytes; at most " + longest + " are allowed");
        }
        if (size > length - Long.BYTES) {
            throw wrong(file, "ends at byte " + length + "; its header should reach byte " + (size + Long.BYTES));
        }
        ByteBuffer bytes = fill(channel, (int) size);
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
            Json header = Json.parse(text, file + " (header, from byte 8)");
            if (!(header instanceof Json.Members)) {
                throw wrong(file, "has a header that is not a JSON object (byte 8)");
            }
            return header;
        } catch (CharacterCodingException e) {
            throw new EspalierException(
                    file + " has a header that is not UTF-8 text (near byte " + (Long.BYTES + bytes.position()) + ").",
                    e);
        }
    }

    private static List<ArrayEntry> entries(Path file, Json header) {
        List<ArrayEntry> entries = new ArrayList<>();
        header.members().forEach((name, entry) -> {
            if (!name.equals(SafetensorsFiles.METADATA)) {
                entries.add(ArrayEntry.of(file, name, entry));
            }
        });
        entries.sort(Comparator.comparingLong(ArrayEntry::begin).thenComparingLong(ArrayEntry::end));
        return entries;
    }

    private static void requireGapless(Path file, List<ArrayEntry> entries, long dataStart, long length) {
        long at = 0;
        for (ArrayEntry entry : entries) {
            if (entry.begin() != at) {
                throw wrong(
                        file,
                        "says that " + entry.name() + " begins at byte " + (dataStart + entry.begin())
                                + ", but the values before it end at byte " + (dataStart + at));
            }
            at = entry.end();
            if (at > length - dataStart) {
                throw wrong(
                        file,
                        "ends at byte " + length + "; the values of " + entry.name() + " should reach byte "
                                + Long.toUnsignedString(dataStart + at));
            }
        }
        if (dataStart + at != length) {
            throw wrong(file, "goes on after byte " + (dataStart + at) + ", where its last values end");
        }
    }

    private static Map<String, String> metadata(Path file, Json header) {
        Map<String, String> metadata = new LinkedHashMap<>();
        header.at(SafetensorsFiles.METADATA).members().forEach((key, value) -> {
            if (!(value instanceof Json.Text(String text))) {
                throw wrong(file, "has a metadata entry " + key + " that is not text");
            }
            metadata.put(key, text);
        });
        return metadata;
    }

    /** The next bytes of a file. */
    static ByteBuffer fill(FileChannel channel, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes) < 0) {
                throw new EOFException("it became shorter while it was read");
            }
        }
        return bytes.flip();
    }

    private static EspalierException wrong(Path file, String what) {
        return new EspalierException(file + " " + what + ".");
    }
}
