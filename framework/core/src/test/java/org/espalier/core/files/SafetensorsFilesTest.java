package org.espalier.core.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.espalier.api.EspalierException;
import org.espalier.api.RandomStream;
import org.espalier.api.border.TensorView;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsFilesTest {
    private static final TensorView SPARSE = new TensorView.Sparse(
            "fc1.weight", new int[] {3, 5}, new int[] {0, 2, 2, 3}, new int[] {1, 4, 0}, new float[] {.5f, -1f, 2f});
    private static final TensorView DENSE =
            new TensorView.Dense("fc1.bias", new int[] {3}, new float[] {Float.NaN, -0f, Float.MIN_VALUE});

    private final SafetensorsFiles files = new SafetensorsFiles();

    @TempDir
    Path folder;

    @Test
    void bringsBackDenseAndSparseTensorsBitByBit() {
        Path file = folder.resolve("m.safetensors");
        files.write(file, List.of(SPARSE, DENSE), Map.of("recipe", "quick\"start\" ä"));
        StoredTensors read = files.read(file);
        assertThat(bits(read)).isEqualTo(bits(SPARSE, DENSE));
        assertThat(read.metadata()).containsExactly(Map.entry("recipe", "quick\"start\" ä"));
    }

    @Test
    void headerIsAlignedAndNamesTypesShapesAndOffsets() throws IOException {
        Path file = folder.resolve("m.safetensors");
        files.write(file, List.of(SPARSE, DENSE), Map.of());
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        int length = (int) bytes.getLong();
        assertThat(length % 8).isZero();
        assertThat(new String(bytes.array(), 8, length, StandardCharsets.UTF_8).stripTrailing())
                .isEqualTo("{\"__metadata__\":{\"fc1.weight.shape\":\"[3, 5]\"},"
                        + "\"fc1.weight.values\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,12]},"
                        + "\"fc1.weight.columns\":{\"dtype\":\"I32\",\"shape\":[3],\"data_offsets\":[12,24]},"
                        + "\"fc1.weight.row_starts\":{\"dtype\":\"I32\",\"shape\":[4],\"data_offsets\":[24,40]},"
                        + "\"fc1.bias\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[40,52]}}");
        assertThat(bytes.capacity()).isEqualTo(8 + length + 52);
    }

    @Test
    void sameModelGivesSameBytesWhateverTheOrderOfMetadata() throws IOException {
        Map<String, String> ascending = new LinkedHashMap<>();
        Map<String, String> descending = new LinkedHashMap<>();
        for (int i = 0; i < 20; i++) {
            ascending.put("key" + i, "value");
            descending.put("key" + (19 - i), "value");
        }
        files.write(folder.resolve("a"), List.of(DENSE), ascending);
        files.write(folder.resolve("b"), List.of(DENSE), descending);
        assertThat(folder.resolve("a")).hasSameBinaryContentAs(folder.resolve("b"));
    }

    @Property(tries = 60)
    void bringsBackWhateverWasWritten(
            @ForAll @IntRange(min = 1, max = 20) int rows,
            @ForAll @IntRange(min = 1, max = 20) int columns,
            @ForAll long seed)
            throws IOException {
        TensorView tensor = randomSparse(rows, columns, RandomStream.ofSeed(seed));
        Path file = Files.createTempFile("espalier", ".safetensors");
        try {
            files.write(file, List.of(tensor, DENSE), Map.of("seed", Long.toString(seed)));
            assertThat(bits(files.read(file))).isEqualTo(bits(tensor, DENSE));
        } finally {
            Files.delete(file);
        }
    }

    @Test
    void bringsBackMoreThanOneChunk() {
        float[] values = new float[700_001];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }
        TensorView large = new TensorView.Dense("w", new int[] {values.length}, values);
        files.write(folder.resolve("large"), List.of(large), Map.of());
        assertThat(bits(files.read(folder.resolve("large")))).isEqualTo(bits(large));
    }

    @Test
    void replacesAnOldFileAndLeavesNothingBeside() throws IOException {
        Path file = Files.writeString(folder.resolve("m"), "old");
        files.write(file, List.of(DENSE), Map.of());
        assertThat(files.read(file).tensors()).hasSize(1);
        try (var found = Files.list(folder)) {
            assertThat(found).containsExactly(file);
        }
    }

    @Test
    void saysWhyAFileCannotBeWritten() {
        Path nowhere = folder.resolve("none/m");
        assertThatThrownBy(() -> files.write(nowhere, List.of(DENSE), Map.of()))
                .isInstanceOf(EspalierException.class)
                .hasMessage("Writing " + nowhere + " failed: there is no folder " + nowhere.getParent()
                        + ". Nothing was changed.");
        assertThatThrownBy(() -> files.write(folder, List.of(DENSE), Map.of()))
                .isInstanceOf(EspalierException.class)
                .hasMessage(folder + " is a folder; a file cannot be written in its place.");
    }

    @Test
    void refusesTwoTensorsOfOneName() {
        assertThatThrownBy(() -> files.write(folder.resolve("m"), List.of(DENSE, DENSE), Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("two tensors would be stored as fc1.bias");
    }

    @Test
    void namesTheByteWhereAFileWasCutOff() throws IOException {
        Path whole = folder.resolve("whole");
        files.write(whole, List.of(SPARSE, DENSE), Map.of("a", "b"));
        byte[] bytes = Files.readAllBytes(whole);
        Path cut = folder.resolve("cut");
        for (int length = 0; length < bytes.length; length++) {
            Files.write(cut, Arrays.copyOf(bytes, length));
            assertThatThrownBy(() -> files.read(cut))
                    .isInstanceOf(EspalierException.class)
                    .hasMessageStartingWith(cut + " ends at byte " + length);
        }
        Files.write(cut, Arrays.copyOf(bytes, bytes.length + 1));
        assertThatThrownBy(() -> files.read(cut))
                .hasMessage(cut + " goes on after byte " + bytes.length + ", where its last values end.");
    }

    @Test
    void neverFailsWithoutASentenceWhenABitFlips() throws IOException {
        Path whole = folder.resolve("whole");
        files.write(whole, List.of(SPARSE, DENSE), Map.of("a", "b"));
        byte[] bytes = Files.readAllBytes(whole);
        Path changed = folder.resolve("changed");
        for (int i = 0; i < bytes.length; i++) {
            byte[] flipped = bytes.clone();
            flipped[i] ^= (byte) (1 << (i % 8));
            Files.write(changed, flipped);
            try {
                assertThat(files.read(changed).tensors()).isNotEmpty();
            } catch (EspalierException e) {
                assertThat(e).hasMessageContaining(changed.toString());
            }
        }
    }

    @Test
    void refusesHostileHeaders() throws IOException {
        refuses(Long.MIN_VALUE, "", "bytes 0 to 7 give a header of 9223372036854775808 bytes");
        refuses(100_000_001, "", "at most 100000000 are allowed");
        refuses("[]", "has a header that is not a JSON object");
        refuses("{\"w\":", "is not JSON: End of input at line 1 column 6");
        refuses(entry("F64", "[1]", "[0,8]"), "w has the type \"F64\"; [F32, I32] can be read.");
        refuses(entry("F32", "[-1]", "[0,4]"), "w has -1 where a whole number");
        refuses(entry("F32", "[1e3]", "[0,4]"), "w has 1e3 where a whole number");
        refuses(entry("F32", "[2147483000,2147483000,9]", "[0,4]"), "values of 4 bytes, but its data_offsets are");
        refuses(entry("F32", "[1]", "[0]"), "w needs two data_offsets, has 1.");
        refuses(entry("F32", "[1]", "[4,0]"), "but its data_offsets are [4, 0].");
        refuses(entry("F32", "[1]", "[4,8]"), "says that w begins at byte");
        refuses(entry("F32", "[2000000000]", "[0,8000000000]"), "the values of w should reach byte");
        refuses(entry("I32", "[0]", "[0,0]"), "w holds whole numbers (I32) and belongs to no sparse tensor");
        refuses("{\"__metadata__\":{\"a\":1}}", "has a metadata entry a that is not text.");
    }

    @Test
    void refusesSparseTensorsThatDoNotFitTogether() {
        Path file = folder.resolve("m");
        TensorView dense = new TensorView.Dense("w.values", new int[] {1}, new float[] {1});
        files.write(file, List.of(dense), Map.of("w.shape", "[1, 1]"));
        assertThatThrownBy(() -> files.read(file)).hasMessageContaining("the sparse tensor w needs w.values (F32)");
        files.write(file, List.of(dense), Map.of("w.shape", "large"));
        assertThatThrownBy(() -> files.read(file)).hasMessageContaining("w.shape is \"large\"; it must be like");
    }

    @Test
    void refusesToWriteLinksThatAreNoMatrix() {
        assertThatThrownBy(() -> files.write(
                        folder.resolve("m"),
                        List.of(new TensorView.Sparse(
                                "w", new int[] {1, 2}, new int[] {0, 2}, new int[] {1, 1}, new float[2])),
                        Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("w: link 1 in row 0 has column 1; columns must ascend and lie in [0, 2)");
    }

    private static List<Object> bits(StoredTensors stored) {
        return bits(stored.tensors().toArray(TensorView[]::new));
    }

    /** Tensors as lists, in which NaN and the sign of zero count. */
    private static List<Object> bits(TensorView... tensors) {
        List<Object> bits = new ArrayList<>();
        for (TensorView tensor : tensors) {
            bits.add(tensor.name());
            bits.add(asList(tensor.shape()));
            switch (tensor) {
                case TensorView.Dense d -> bits.add(rawBits(d.values()));
                case TensorView.Sparse s -> {
                    bits.add(asList(s.rowStarts()));
                    bits.add(asList(s.columns()));
                    bits.add(rawBits(s.values()));
                }
            }
        }
        return bits;
    }

    private static List<Integer> rawBits(float[] values) {
        int[] bits = new int[values.length];
        Arrays.setAll(bits, i -> Float.floatToRawIntBits(values[i]));
        return asList(bits);
    }

    private static List<Integer> asList(int[] values) {
        return Arrays.stream(values).boxed().toList();
    }

    private static String entry(String type, String shape, String offsets) {
        return "{\"w\":{\"dtype\":\"" + type + "\",\"shape\":" + shape + ",\"data_offsets\":" + offsets + "}}";
    }

    private void refuses(String header, String sentence) throws IOException {
        refuses(header.length(), header, sentence);
    }

    private void refuses(long length, String header, String sentence) throws IOException {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        byte[] bytes = ByteBuffer.allocate(8 + text.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(length)
                .put(text)
                .array();
        Path file = Files.write(folder.resolve("hostile"), bytes);
        assertThatThrownBy(() -> files.read(file))
                .isInstanceOf(EspalierException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(sentence);
    }

    private static TensorView randomSparse(int rows, int columns, RandomStream random) {
        int[] starts = new int[rows + 1];
        int[] found = new int[rows * columns];
        float[] values = new float[rows * columns];
        int links = 0;
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                if (random.uniform((long) r * columns + c) < 0.3) {
                    found[links] = c;
                    values[links++] = Float.intBitsToFloat((int) random.bits(links));
                }
            }
            starts[r + 1] = links;
        }
        return new TensorView.Sparse(
                "w", new int[] {rows, columns}, starts, Arrays.copyOf(found, links), Arrays.copyOf(values, links));
    }
}
