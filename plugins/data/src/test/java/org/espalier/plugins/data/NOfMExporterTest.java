package org.espalier.plugins.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.espalier.api.border.Exporter;
import org.espalier.api.border.ModelView;
import org.espalier.api.border.NetworkOperation;
import org.espalier.api.border.NetworkStep;
import org.espalier.api.border.NetworkView;
import org.espalier.api.border.TensorView;
import org.espalier.api.graph.Activation;
import org.espalier.api.graph.Window;
import org.espalier.testkit.ExporterContract;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NOfMExporterTest implements ExporterContract {
    @TempDir
    Path folder;

    @Override
    public Exporter exporter() {
        return exporter(2, 4);
    }

    private static Exporter exporter(int n, int m) {
        return new NOfMExporter(new NOfMExporter.Options(n, m));
    }

    /** The arrays of the first weight. */
    private Map<String, ByteBuffer> weight(Exporter exporter, ModelView model) throws IOException {
        Path file = folder.resolve("model.npz");
        exporter.export(model, file);
        TensorView first = model.parameters().getFirst();
        byte[] inner =
                Objects.requireNonNull(entries(Files.newInputStream(file)).get(first.name() + ".npz"));
        Map<String, ByteBuffer> arrays = new HashMap<>();
        entries(new ByteArrayInputStream(inner)).forEach((name, bytes) -> {
            ByteBuffer array = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            arrays.put(name, array.position(10 + array.getShort(8)).slice().order(ByteOrder.LITTLE_ENDIAN));
        });
        return arrays;
    }

    private static Map<String, byte[]> entries(InputStream in) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipInputStream zip = new ZipInputStream(in)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                entries.put(entry.getName(), zip.readAllBytes());
            }
        }
        return entries;
    }

    private static ByteBuffer array(Map<String, ByteBuffer> arrays, String name) {
        return Objects.requireNonNull(arrays.get(name), name);
    }

    private static String format(Map<String, ByteBuffer> arrays) {
        return StandardCharsets.US_ASCII.decode(array(arrays, "format.npy")).toString();
    }

    /** Of three rows of four inputs the first has the links 0 and 3, the second none, the third 1 and 2. */
    @Test
    void aWeightOfTwoOfFourHasPositionsOfTwoBits() throws IOException {
        Map<String, ByteBuffer> weight = weight(exporter(), ExporterContract.model());

        assertThat(weight).containsOnlyKeys("format.npy", "shape.npy", "groups.npy", "positions.npy", "data.npy");
        assertThat(format(weight)).isEqualTo("n-m");
        assertThat(array(weight, "shape.npy").getLong(0)).isEqualTo(3);
        assertThat(array(weight, "shape.npy").getLong(8)).isEqualTo(4);
        ByteBuffer groups = array(weight, "groups.npy");
        assertThat(List.of(groups.getInt(), groups.getInt(), groups.getInt())).containsExactly(2, 4, 1);
        ByteBuffer positions = array(weight, "positions.npy");
        assertThat(positions.remaining()).isEqualTo(2);
        assertThat(positions.get(0)).isEqualTo((byte) 0b01_00_11_00);
        assertThat(positions.get(1)).isEqualTo((byte) 0b10_01);
        ByteBuffer values = array(weight, "data.npy");
        assertThat(List.of(values.getFloat(), values.getFloat(), values.getFloat(), values.getFloat()))
                .containsExactly(1.5f, -2f, 0f, 0f);
        assertThat(values.getFloat()).isEqualTo(0.25f);
    }

    @Test
    void aWeightWithMoreLinksInAGroupHasCompressedRows() throws IOException {
        assertThat(format(weight(exporter(1, 4), ExporterContract.model()))).isEqualTo("csr");
    }

    /** Two channels of three taps: as a matrix 2 of 4 columns that follow each other, at a tap 1 of 2 channels. */
    @Test
    void aConvolutionHasGroupsOfChannelsAtEachTap() throws IOException {
        TensorView kernel = new TensorView.Sparse(
                "conv.weight", new int[] {1, 6}, new int[] {0, 3}, new int[] {0, 2, 4}, new float[] {1, 2, 3});
        ExporterContract.Features node = new ExporterContract.Features(2, "input");
        NetworkOperation convolution = new NetworkOperation.Convolution(
                "conv.weight", Optional.empty(), new Window(1, 3, 1, 1, 0, 0, 1, 1), 1, Activation.NONE);
        ModelView model = new ModelView() {
            @Override
            public List<TensorView> parameters() {
                return List.of(kernel);
            }

            @Override
            public NetworkView network() {
                return new NetworkView(node, node, List.of(new NetworkStep("conv", convolution, List.of(node), node)));
            }

            @Override
            public Map<String, String> provenance() {
                return Map.of();
            }
        };
        Map<String, ByteBuffer> weight = weight(exporter(1, 2), model);

        assertThat(format(weight)).isEqualTo("n-m");
        assertThat(array(weight, "groups.npy").getInt(8)).isEqualTo(3);
        ByteBuffer values = array(weight, "data.npy");
        assertThat(List.of(values.getFloat(), values.getFloat(), values.getFloat()))
                .containsExactly(1f, 3f, 2f);
        assertThat(array(weight, "positions.npy").get(0)).isEqualTo((byte) 0b010);
    }

    @Test
    void moreLinksThanInputsAreRefused() {
        assertThatThrownBy(() -> exporter(5, 4)).hasMessage("n is at most m; they are 5 and 4");
    }
}
