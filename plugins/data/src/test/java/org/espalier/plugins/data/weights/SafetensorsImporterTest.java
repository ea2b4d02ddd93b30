package org.espalier.plugins.data.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.espalier.api.border.ImportedModel;
import org.espalier.api.border.ImportedModel.PictureOrder;
import org.espalier.api.border.ImportedTensor;
import org.espalier.api.border.Importer;
import org.espalier.api.border.TensorView;
import org.espalier.core.files.SafetensorsFiles;
import org.espalier.testkit.ExporterContract;
import org.espalier.testkit.ImporterContract;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsImporterTest implements ImporterContract {
    private static final String HEADER = "{\"w\":{\"dtype\":\"F16\",\"shape\":[2,1],\"data_offsets\":[0,4]},"
            + "\"b\":{\"dtype\":\"BF16\",\"shape\":[2],\"data_offsets\":[4,8]},"
            + "\"n\":{\"dtype\":\"I64\",\"shape\":[],\"data_offsets\":[8,16]}}";
    private static final byte[] VALUES = {
        0, 0x3e, 0, (byte) 0xbe, (byte) 0xc0, 0x3f, (byte) 0xc0, (byte) 0xbf, 5, 0, 0, 0, 0, 0, 0, 0
    };

    @TempDir
    Path folder;

    @Override
    public Importer importer() {
        return new SafetensorsImporter(new SafetensorsImporter.Options(), new SafetensorsFiles());
    }

    @Override
    public byte[] file() {
        return file(HEADER);
    }

    private static byte[] file(String header) {
        return ByteBuffer.allocate(8 + header.length() + VALUES.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(header.length())
                .put(header.getBytes(StandardCharsets.US_ASCII))
                .put(VALUES)
                .array();
    }

    private ImportedModel read(byte[] bytes) throws IOException {
        return importer().read(Files.write(folder.resolve("model.safetensors"), bytes));
    }

    private static float[] values(ImportedTensor tensor) throws IOException {
        return ((TensorView.Dense) tensor.content().read()).values();
    }

    @Test
    void numbersOfEveryTypeBecomeFloats() throws IOException {
        ImportedModel model = read(file());
        assertThat(model.pictures()).isEqualTo(PictureOrder.CHANNELS_FIRST);
        assertThat(model.tensors().stream().map(t -> t.name() + t.shape())).containsExactly("w[2, 1]", "b[2]", "n[]");
        assertThat(values(model.tensors().get(0))).containsExactly(1.5f, -1.5f);
        assertThat(values(model.tensors().get(1))).containsExactly(1.5f, -1.5f);
        assertThat(values(model.tensors().get(2))).containsExactly(5);
    }

    @Test
    void whatTheEngineWroteComesBackWithItsLinks() throws IOException {
        Path file = folder.resolve("own.safetensors");
        List<TensorView> parameters = ExporterContract.model().parameters();
        new SafetensorsFiles().write(file, parameters, Map.of("espalier.recipe", "toy"));
        ImportedModel model = importer().read(file);
        assertThat(model.pictures()).isEqualTo(PictureOrder.CHANNELS_LAST);
        assertThat(model.notes()).containsExactly(Map.entry("espalier.recipe", "toy"));
        assertThat(model.tensors()).hasSameSizeAs(parameters);
        for (int i = 0; i < parameters.size(); i++) {
            assertThat(model.tensors().get(i).content().read())
                    .usingRecursiveComparison()
                    .isEqualTo(parameters.get(i));
        }
    }

    @Test
    void valuesOfAnUnknownTypeAndGapsAreRefused() {
        assertThatThrownBy(() -> read(file(HEADER.replace("BF16", "F8_E"))))
                .hasMessageContaining(
                        "b has the type \"F8_E\"; [F64, F32, F16, BF16, I64, I32, I16, I8, U8, BOOL] can be read.");
        assertThatThrownBy(() -> read(file(HEADER.replace("[8,16]", "[9,17]"))))
                .hasMessageContaining("says that n begins at byte ");
    }
}
