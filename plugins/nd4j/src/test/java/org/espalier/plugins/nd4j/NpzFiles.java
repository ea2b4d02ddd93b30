package org.espalier.plugins.nd4j;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.espalier.api.border.Libraries;
import org.espalier.core.files.LibraryFolders;

/** npz files as NumPy writes them, made without ND4J. */
final class NpzFiles {
    private NpzFiles() {}

    /** ND4J from the class path of the tests. */
    static Libraries onTheClassPath() {
        return new LibraryFolders(List.of(), NpzFiles.class.getClassLoader());
    }

    static byte[] npy(String type, String shape, byte[] data) {
        String text = "{'descr': '" + type + "', 'fortran_order': False, 'shape': (" + shape + "), }";
        text += " ".repeat(64 - (10 + text.length() + 1) % 64) + "\n";
        return ByteBuffer.allocate(10 + text.length() + data.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0})
                .putShort((short) text.length())
                .put(text.getBytes(StandardCharsets.UTF_8))
                .put(data)
                .array();
    }

    static byte[] floats(String shape, float... values) {
        ByteBuffer data = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            data.putFloat(value);
        }
        return npy("<f4", shape, data.array());
    }

    static byte[] ints(String shape, int... values) {
        ByteBuffer data = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
        for (int value : values) {
            data.putInt(value);
        }
        return npy("<i4", shape, data.array());
    }

    static byte[] longs(String shape, long... values) {
        ByteBuffer data = ByteBuffer.allocate(values.length * 8).order(ByteOrder.LITTLE_ENDIAN);
        for (long value : values) {
            data.putLong(value);
        }
        return npy("<i8", shape, data.array());
    }

    static Path write(Path file, Map<String, byte[]> arrays) throws IOException {
        return Files.write(file, zip(arrays));
    }

    static byte[] zip(Map<String, byte[]> arrays) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = bytes;
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> array : arrays.entrySet()) {
                zip.putNextEntry(new ZipEntry(array.getKey() + ".npy"));
                zip.write(array.getValue());
            }
        }
        return bytes.toByteArray();
    }
}
