package org.espalier.plugins.data.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.espalier.api.EspalierException;
import org.espalier.api.border.ImportedModel;
import org.espalier.api.border.ImportedTensor;
import org.espalier.api.border.Importer;
import org.espalier.api.border.TensorView;
import org.espalier.testkit.ImporterContract;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Llama2cImporterTest implements ImporterContract {
    private static final int WIDTH = 8;
    private static final int HIDDEN = 3;
    private static final int LAYERS = 2;
    private static final int HEADS = 2;
    private static final int KEY_HEADS = 1;
    private static final int VOCABULARY = 5;
    private static final int CONTEXT = 6;
    private static final int KEY_WIDTH = 4;
    private static final int IN_LAYER = 2 * WIDTH + 2 * WIDTH * WIDTH + 2 * KEY_WIDTH * WIDTH + 3 * HIDDEN * WIDTH;
    private static final int TABLE = VOCABULARY * WIDTH;
    private static final int TURNS = CONTEXT * KEY_WIDTH;

    @TempDir
    Path folder;

    @Override
    public Importer importer() {
        return new Llama2cImporter(new Llama2cImporter.Options());
    }

    @Override
    public byte[] file() {
        return old(VOCABULARY, TABLE + LAYERS * IN_LAYER + WIDTH + TURNS);
    }

    /** Numbers 0, 1, 2 … behind the header. */
    private static byte[] old(int vocabulary, int numbers) {
        return numbered(sizes(ByteBuffer.allocate(28 + 4 * numbers), vocabulary), numbers);
    }

    private static ByteBuffer sizes(ByteBuffer file, int vocabulary) {
        file.order(ByteOrder.LITTLE_ENDIAN);
        for (int size : new int[] {WIDTH, HIDDEN, LAYERS, HEADS, KEY_HEADS, vocabulary, CONTEXT}) {
            file.putInt(size);
        }
        return file;
    }

    private static byte[] numbered(ByteBuffer file, int numbers) {
        for (int i = 0; i < numbers; i++) {
            file.putFloat(i);
        }
        return file.array();
    }

    private static byte[] versionOne(int version, boolean shared) {
        int numbers = TABLE + LAYERS * IN_LAYER + WIDTH + (shared ? 0 : TABLE);
        ByteBuffer file = ByteBuffer.allocate(256 + 4 * numbers).order(ByteOrder.LITTLE_ENDIAN);
        sizes(file.putInt(0x616b3432).putInt(version), VOCABULARY).put((byte) (shared ? 1 : 0));
        return numbered(file.position(256), numbers);
    }

    private ImportedModel read(byte[] bytes) throws IOException {
        return importer().read(Files.write(folder.resolve("model.bin"), bytes));
    }

    private static float[] values(ImportedModel model, String name) throws IOException {
        ImportedTensor tensor = model.tensors().stream()
                .filter(t -> t.name().equals(name))
                .findFirst()
                .orElseThrow();
        return ((TensorView.Dense) tensor.content().read()).values();
    }

    @Test
    void tensorsOfTheOldFormStandOneAfterTheOther() throws IOException {
        ImportedModel model = read(file());
        assertThat(model.tensors()).hasSize(2 + 9 * LAYERS);
        assertThat(values(model, "model.embed_tokens.weight")[0]).isZero();
        assertThat(values(model, "model.layers.1.input_layernorm.weight")[0]).isEqualTo(TABLE + WIDTH);
        int products = TABLE + LAYERS * (2 * WIDTH + 2 * WIDTH * WIDTH + 2 * KEY_WIDTH * WIDTH);
        assertThat(values(model, "model.layers.0.mlp.gate_proj.weight")[0]).isEqualTo(products);
        assertThat(values(model, "model.layers.1.mlp.down_proj.weight")[0]).isEqualTo(products + 3 * HIDDEN * WIDTH);
        assertThat(values(model, "model.layers.0.mlp.up_proj.weight")[0]).isEqualTo(products + 4 * HIDDEN * WIDTH);
        assertThat(values(model, "model.norm.weight")[0]).isEqualTo(TABLE + LAYERS * IN_LAYER);
        assertThat(model.notes()).containsEntry("blocks", "2").containsEntry("kvHeads", "1");
    }

    @Test
    void rowsOfQueriesAndKeysAreBroughtIntoTheOrderOfRotaryPositions() throws IOException {
        ImportedModel model = read(file());
        float[] queries = values(model, "model.layers.0.self_attn.q_proj.weight");
        float first = TABLE + LAYERS * WIDTH;
        float[] rows = new float[WIDTH];
        for (int row = 0; row < WIDTH; row++) {
            rows[row] = (queries[row * WIDTH] - first) / WIDTH;
        }
        assertThat(rows).containsExactly(0, 2, 1, 3, 4, 6, 5, 7);
        float[] others = values(model, "model.layers.0.self_attn.v_proj.weight");
        assertThat(others[WIDTH] - others[0]).isEqualTo(WIDTH);
    }

    @Test
    void theLastProductHasAWeightOfItsOwnWhenTheFileSaysSo() throws IOException {
        ImportedModel own = read(old(-VOCABULARY, 2 * TABLE + LAYERS * IN_LAYER + WIDTH + TURNS));
        assertThat(values(own, "lm_head.weight")[0]).isEqualTo(TABLE + LAYERS * IN_LAYER + WIDTH + TURNS);
        assertThat(values(read(versionOne(1, false)), "lm_head.weight")).startsWith(TABLE + LAYERS * IN_LAYER + WIDTH);
        assertThat(read(versionOne(1, true)).tensors())
                .extracting(ImportedTensor::name)
                .doesNotContain("lm_head.weight");
    }

    @Test
    void versionOneHasItsNormsFirst() throws IOException {
        ImportedModel model = read(versionOne(1, true));
        assertThat(values(model, "model.layers.0.input_layernorm.weight")[0]).isZero();
        assertThat(values(model, "model.embed_tokens.weight")[0]).isEqualTo(2 * LAYERS * WIDTH + WIDTH);
    }

    private void refused(byte[] bytes, String sentence) {
        assertThatThrownBy(() -> read(bytes))
                .isInstanceOf(EspalierException.class)
                .hasMessageContaining("model.bin")
                .hasMessageContaining(sentence);
    }

    @Test
    void otherFilesAreRefused() {
        refused(new byte[12], "ends at byte 12, within the sizes with which files of llama2.c begin.");
        refused(versionOne(2, true), "has version 2 of the format (byte 4)");
        refused(Arrays.copyOf(file(), file().length + 4), "it should have ");
        byte[] heads = file();
        heads[12] = 3;
        refused(heads, "its width of 8, 3 heads and 1 heads of keys do not divide");
        byte[] none = file();
        none[4] = 0;
        refused(none, "byte 4 says a size of 0; sizes are from 1 to 1048576.");
    }
}
