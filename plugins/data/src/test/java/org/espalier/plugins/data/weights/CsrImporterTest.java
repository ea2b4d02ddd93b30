package org.espalier.plugins.data.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.espalier.api.EspalierException;
import org.espalier.api.border.ImportedModel;
import org.espalier.api.border.ImportedModel.PictureOrder;
import org.espalier.api.border.ImportedTensor;
import org.espalier.api.border.Importer;
import org.espalier.api.border.TensorView;
import org.espalier.plugins.data.CsrExporter;
import org.espalier.testkit.ExporterContract;
import org.espalier.testkit.ImporterContract;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsrImporterTest implements ImporterContract {
    /** {@code scipy.sparse.save_npz} of SciPy 1.17 wrote it of {@code csr_array([[0, 1.5, 0], [-2, 0, 0.25]], float32)}, compressed. */
    private static final String OF_SCIPY =
            "UEsDBC0AAAAIAAAAIQDzoLL+//////////8LABQAaW5kaWNlcy5ucHkBABAAjAAAAAAAAABKAAAAAAAAAJvsF+obEMnIUMZQrZ6SWpxcpG6loG"
                    + "6TaaKuo6Cell9UUpSYF59flJIKEndLzClOBYoXZyQWpAL5GsY6mjoKtQoUAC5GBghgAmIAUEsDBC0AAAAIAAAAIQBniwER//////////8KABQA"
                    + "aW5kcHRyLm5weQEAEACMAAAAAAAAAEwAAAAAAAAAm+wX6hsQychQxlCtnpJanFykbqWgbpNpoq6joJ6WX1RSlJgXn1+UkgoSd0vMKU4FihdnJB"
                    + "akAvkaxjqaOgq1ChQALgYgYARiZiAGAFBLAwQtAAAACAAAACEAo8N0l///////////CgAUAGZvcm1hdC5ucHkBABAAgwAAAAAAAABFAAAAAAAA"
                    + "AJvsF+obEMnIUMZQrZ6SWpxcpG6loF4TbKyuo6Cell9UUpSYF59flJIKEndLzClOBYoXZyQWpAL5Gpo6CrUKFAGu5OIiAFBLAwQtAAAACAAAAC"
                    + "EAYEh+DP//////////CQAUAHNoYXBlLm5weQEAEACQAAAAAAAAAEoAAAAAAAAAm+wX6hsQychQxlCtnpJanFykbqWgbpNpoa6joJ6WX1RSlJgX"
                    + "n1+UkgoSd0vMKU4FihdnJBakAvkaRjqaOgq1ChQALiYGCGCG0gBQSwMELQAAAAgAAAAhADCaW4L//////////wgAFABkYXRhLm5weQEAEACMAA"
                    + "AAAAAAAE8AAAAAAAAAm+wX6hsQychQxlCtnpJanFykbqWgbpNmoq6joJ6WX1RSlJgXn1+UkgoSd0vMKU4FihdnJBakAvkaxjqaOgq1ChQALgaG"
                    + "A/YMQIKBocEOAFBLAwQtAAAACAAAACEAgi340///////////DQAUAF9pc19hcnJheS5ucHkBABAAgQAAAAAAAABDAAAAAAAAAJvsF+obEMnIUM"
                    + "ZQrZ6SWpxcpG6loF6TZKiuo6Cell9UUpSYF59flJIKEndLzClOBYoXZyQWpAL5Gpo6CrUKFAEuRgBQSwECLQMtAAAACAAAACEA86Cy/koAAACM"
                    + "AAAACwAAAAAAAAAAAAAAgAEAAAAAaW5kaWNlcy5ucHlQSwECLQMtAAAACAAAACEAZ4sBEUwAAACMAAAACgAAAAAAAAAAAAAAgAGHAAAAaW5kcH"
                    + "RyLm5weVBLAQItAy0AAAAIAAAAIQCjw3SXRQAAAIMAAAAKAAAAAAAAAAAAAACAAQ8BAABmb3JtYXQubnB5UEsBAi0DLQAAAAgAAAAhAGBIfgxK"
                    + "AAAAkAAAAAkAAAAAAAAAAAAAAIABkAEAAHNoYXBlLm5weVBLAQItAy0AAAAIAAAAIQAwmluCTwAAAIwAAAAIAAAAAAAAAAAAAACAARUCAABkYX"
                    + "RhLm5weVBLAQItAy0AAAAIAAAAIQCCLfjTQwAAAIEAAAANAAAAAAAAAAAAAACAAZ4CAABfaXNfYXJyYXkubnB5UEsFBgAAAAAGAAYAUQEAACAD"
                    + "AAAAAA==";

    @TempDir
    Path folder;

    @Override
    public Importer importer() {
        return new CsrImporter(new CsrImporter.Options());
    }

    @Override
    public byte[] file() throws IOException {
        return Files.readAllBytes(exported());
    }

    private Path exported() throws IOException {
        Path file = folder.resolve("exported.npz");
        new CsrExporter(new CsrExporter.Options()).export(ExporterContract.model(), file);
        return file;
    }

    @Test
    void readsWhatTheEngineExportedWithItsLinks() throws IOException {
        ImportedModel model = importer().read(exported());
        assertThat(model.pictures()).isEqualTo(PictureOrder.CHANNELS_LAST);
        assertThat(model.tensors().stream().map(t -> t.name() + t.shape()))
                .containsExactly("fc1.weight[3, 4]", "fc1.bias[3]", "out.weight[2, 3]", "out.bias[2]");
        for (int i = 0; i < model.tensors().size(); i++) {
            assertThat(model.tensors().get(i).content().read())
                    .usingRecursiveComparison()
                    .isEqualTo(ExporterContract.model().parameters().get(i));
        }
    }

    private Path with(String entry, byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry(entry));
            zip.write(content);
        }
        return Files.write(folder.resolve("python.npz"), bytes.toByteArray());
    }

    @Test
    void readsAMatrixThatSciPySaved() throws IOException {
        ImportedModel model =
                importer().read(with("fc.weight.npz", Base64.getDecoder().decode(OF_SCIPY)));
        assertThat(model.pictures()).isEqualTo(PictureOrder.CHANNELS_FIRST);
        ImportedTensor tensor = model.tensors().getFirst();
        assertThat(tensor.name() + tensor.shape()).isEqualTo("fc.weight[2, 3]");
        assertThat(tensor.content().read())
                .usingRecursiveComparison()
                .isEqualTo(new TensorView.Sparse(
                        "fc.weight", new int[] {2, 3}, new int[] {0, 1, 3}, new int[] {1, 0, 2}, new float[] {
                            1.5f, -2f, 0.25f
                        }));
    }

    @Test
    void saysWhichPartIsNoArray() throws IOException {
        assertThatThrownBy(() -> importer().read(with("w.npy", new byte[] {1, 2, 3})))
                .isInstanceOf(EspalierException.class)
                .hasMessageEndingWith(
                        "python.npz!w.npy is not an npy array: it does not begin with \\x93NUMPY (byte 0).");
        assertThatThrownBy(() -> importer().read(with("w.npz", Files.readAllBytes(exported()))))
                .isInstanceOf(EspalierException.class)
                .hasMessageEndingWith(
                        "python.npz!w.npz has no array format.npy, so it is no sparse matrix as SciPy writes it.");
    }
}
