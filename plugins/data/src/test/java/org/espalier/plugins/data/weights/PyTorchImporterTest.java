package org.espalier.plugins.data.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.espalier.api.EspalierException;
import org.espalier.api.border.ImportedModel;
import org.espalier.api.border.ImportedModel.PictureOrder;
import org.espalier.api.border.ImportedTensor;
import org.espalier.api.border.Importer;
import org.espalier.api.border.TensorView;
import org.espalier.testkit.ImporterContract;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PyTorchImporterTest {
    @TempDir
    Path folder;

    private static PyTorchImporter importer(String entry) {
        return new PyTorchImporter(new PyTorchImporter.Options(entry));
    }

    private static TorchBytes twoTensors() {
        return new TorchBytes()
                .table()
                .text("fc.weight")
                .floats(List.of(2, 3), 1, 2, 3, 4, 5, 6)
                .text("fc.bias")
                .floats(List.of(2), -1, 0.5f)
                .end();
    }

    private abstract static class Contract implements ImporterContract {
        @Override
        public Importer importer() {
            return PyTorchImporterTest.importer("");
        }
    }

    @Nested
    class OldForm extends Contract {
        @Override
        public byte[] file() {
            return twoTensors().legacy();
        }
    }

    @Nested
    class Zip extends Contract {
        @Override
        public byte[] file() throws IOException {
            return twoTensors().zip();
        }
    }

    private ImportedModel read(String entry, byte[] bytes) throws IOException {
        return importer(entry).read(Files.write(folder.resolve("model.pt"), bytes));
    }

    private static float[] values(ImportedModel model, String name) throws IOException {
        ImportedTensor tensor = model.tensors().stream()
                .filter(t -> t.name().equals(name))
                .findFirst()
                .orElseThrow();
        return ((TensorView.Dense) tensor.content().read()).values();
    }

    @Test
    void readsTheSameTensorsOfBothForms() throws IOException {
        for (byte[] bytes : List.of(twoTensors().legacy(), twoTensors().zip())) {
            ImportedModel model = read("", bytes);
            assertThat(model.tensors().stream().map(t -> t.name() + t.shape()))
                    .containsExactly("fc.weight[2, 3]", "fc.bias[2]");
            assertThat(model.pictures()).isEqualTo(PictureOrder.CHANNELS_FIRST);
            assertThat(values(model, "fc.weight")).containsExactly(1, 2, 3, 4, 5, 6);
            assertThat(values(model, "fc.bias")).containsExactly(-1, 0.5f);
        }
    }

    @Test
    void aTensorMayShowItsStorageInAnotherOrderAndSeveralMayShareOne() throws IOException {
        byte[] numbers = {1, 2, 3, 4, 5, 6};
        TorchBytes bytes = new TorchBytes()
                .table()
                .text("turned")
                .storage("ByteStorage", "0", 6, numbers)
                .tensor(List.of(3, 2), List.of(1, 3), 0)
                .text("tail")
                .storage("ByteStorage", "0", 6, numbers)
                .tensor(List.of(2), List.of(2), 3)
                .text("spread")
                .storage("ByteStorage", "0", 6, numbers)
                .tensor(List.of(2, 2), List.of(0, 1), 4)
                .text("none")
                .storage("ByteStorage", "0", 6, numbers)
                .tensor(List.of(2, 0), List.of(1, 1), 0)
                .end();
        ImportedModel model = read("", bytes.zip());
        assertThat(values(model, "turned")).containsExactly(1, 4, 2, 5, 3, 6);
        assertThat(values(model, "tail")).containsExactly(4, 6);
        assertThat(values(model, "spread")).containsExactly(5, 6, 5, 6);
        assertThat(values(model, "none")).isEmpty();
    }

    @Test
    void numbersOfEveryTypeBecomeFloats() throws IOException {
        Map<String, byte[]> written = new LinkedHashMap<>();
        written.put("DoubleStorage", new byte[] {0, 0, 0, 0, 0, 0, (byte) 0xf8, (byte) 0xbf});
        written.put("HalfStorage", new byte[] {0, (byte) 0xbe});
        written.put("BFloat16Storage", new byte[] {(byte) 0xc0, (byte) 0xbf});
        written.put("LongStorage", new byte[] {-3, -1, -1, -1, -1, -1, -1, -1});
        written.put("IntStorage", new byte[] {-3, -1, -1, -1});
        written.put("ShortStorage", new byte[] {-3, -1});
        written.put("CharStorage", new byte[] {-3});
        written.put("ByteStorage", new byte[] {-3});
        written.put("BoolStorage", new byte[] {1});
        TorchBytes bytes = new TorchBytes().table();
        written.forEach((type, content) ->
                bytes.text(type).storage(type, type, 1, content).tensor(List.of(), List.of(), 0));
        ImportedModel model = read("", bytes.end().legacy());
        for (String type : List.of("DoubleStorage", "HalfStorage", "BFloat16Storage")) {
            assertThat(values(model, type)).as(type).containsExactly(-1.5f);
        }
        for (String type : List.of("LongStorage", "IntStorage", "ShortStorage", "CharStorage")) {
            assertThat(values(model, type)).as(type).containsExactly(-3);
        }
        assertThat(values(model, "ByteStorage")).containsExactly(253);
        assertThat(values(model, "BoolStorage")).containsExactly(1);
    }

    @Test
    void ofACheckpointTheDictionaryOfTensorsIsRead() throws IOException {
        TorchBytes bytes = new TorchBytes()
                .code('}', '(')
                .text("epoch")
                .whole(182)
                .text("state_dict")
                .table()
                .text("module.w")
                .floats(List.of(1), 7)
                .end()
                .text("average")
                .table()
                .text("w")
                .floats(List.of(1), 8)
                .end()
                .code('u');
        ImportedModel model = read("", bytes.legacy());
        assertThat(model.notes()).containsExactly(Map.entry("epoch", "182"));
        assertThat(model.tensors()).extracting(ImportedTensor::name).containsExactly("module.w");
        assertThat(values(read("average", bytes.legacy()), "w")).containsExactly(8);
        assertThatThrownBy(() -> read("averages", bytes.legacy()))
                .hasMessageEndingWith("model.pt has no dictionary 'averages'; it has 'state_dict', 'average'.");
    }

    private void refused(byte[] bytes, String sentence) {
        assertThatThrownBy(() -> read("", bytes))
                .isInstanceOf(EspalierException.class)
                .hasMessageContaining("model.pt")
                .hasMessageContaining(sentence);
    }

    @Test
    void nothingInAFileIsRun() throws IOException {
        Path mark = folder.resolve("it-was-run");
        TorchBytes hostile = new TorchBytes()
                .name("posix", "system")
                .code('(')
                .text("touch " + mark)
                .code('t', 'R');
        for (byte[] bytes : List.of(hostile.legacy(), hostile.zip())) {
            refused(
                    bytes,
                    "the pickle names 'posix system', which no file of arrays needs; nothing of it was run. Do not open this"
                            + " file in Python either.");
        }
        assertThat(mark).doesNotExist();
        refused(
                new TorchBytes().name("torch.nn.modules.linear", "Linear").legacy(),
                "A file of tensors alone is needed: torch.save(model.state_dict(), …).");
        refused(
                new TorchBytes().name("torch", "FloatStorage").code(')', 'R').legacy(),
                "only the names of dictionaries and tensors can be called");
    }

    @Test
    void aTensorLiesWithinItsStorage() {
        byte[] four = new byte[16];
        refused(
                new TorchBytes()
                        .table()
                        .text("w")
                        .storage("FloatStorage", "0", 4, four)
                        .tensor(List.of(2, 2), List.of(3, 1), 0)
                        .end()
                        .legacy(),
                "a tensor of shape [2, 2] with strides [3, 1] from number 0 does not lie within its storage of 4 numbers");
        int most = Integer.MAX_VALUE;
        refused(
                new TorchBytes()
                        .table()
                        .text("w")
                        .storage("FloatStorage", "0", 4, four)
                        .tensor(List.of(2, 2, 2, 2), List.of(most, most, most, most), 0)
                        .end()
                        .legacy(),
                "does not lie within its storage of 4 numbers");
        refused(
                new TorchBytes()
                        .table()
                        .text("w")
                        .storage("FloatStorage", "0", 4, four)
                        .tensor(List.of(most, most), List.of(0, 0), 0)
                        .end()
                        .legacy(),
                "a tensor of shape [2147483647, 2147483647] has more than 2147483639 numbers");
    }

    @Test
    void sizesThatAreDeclaredAreNotBelieved() throws IOException {
        TorchBytes huge = new TorchBytes()
                .table()
                .text("w")
                .storage("FloatStorage", "0", 2_000_000_000, new byte[16])
                .tensor(List.of(2_000_000_000), List.of(1), 0)
                .end();
        refused(huge.legacy(), "the storage that begins at byte ");
        refused(huge.zip(), "should have 8000000000 bytes, not compressed; it has 16.");
    }

    @Test
    void aZipThatUnpacksToMuchIsRefused() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("archive/data.pkl"));
            byte[] nothings = "N".repeat(1 << 16).getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < 1 << 10; i++) {
                zip.write(nothings);
            }
        }
        refused(bytes.toByteArray(), "model.pt!archive/data.pkl unpacks to more than 4194304 bytes; no more are read.");
    }

    @Test
    void otherZipsAreRefused() throws IOException {
        refused(TorchBytes.zip(Map.of("x.npy", new byte[3])), "is a zip with no entry …/data.pkl");
        byte[] begin = {'P', 'K', 3, 4, 0, 0};
        assertThatThrownBy(() -> read("", begin))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("it begins like a zip, and is none");
    }

    @Test
    void whatIsNoDictionaryOfTensorsIsRefused() {
        refused(new TorchBytes().code(']').legacy(), "holds a list; a dictionary of tensors is needed");
        refused(new TorchBytes().code('}').legacy(), "holds no tensors.");
        TorchBytes deep = new TorchBytes().code('}', '(');
        for (int i = 0; i < 12; i++) {
            deep.text("a").code('}', '(');
        }
        for (int i = 0; i < 13; i++) {
            deep.code('u');
        }
        refused(deep.legacy(), "dictionaries lie more than 8 deep within each other.");
    }
}
