package org.espalier.testkit;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.espalier.api.EspalierException;
import org.espalier.api.border.ImportedModel;
import org.espalier.api.border.ImportedModel.PictureOrder;
import org.espalier.api.border.ImportedTensor;
import org.espalier.api.border.Importer;
import org.espalier.api.border.TensorView;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract of importers is shown importers with one fault each. */
class ImporterContractTest {
    @TempDir
    Path folder;

    private static final int INTS = 26;
    private static final int COUNT = 100;

    /** A format of its own: the count of the numbers, again and again. */
    private static ImporterContract contract(Importer importer) {
        return new ImporterContract() {
            @Override
            public Importer importer() {
                return importer;
            }

            @Override
            public byte[] file() {
                ByteBuffer bytes = ByteBuffer.allocate(INTS * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
                for (int i = 0; i < INTS; i++) {
                    bytes.putInt(COUNT);
                }
                return bytes.array();
            }
        };
    }

    private static ImportedModel read(Path file) throws IOException {
        int[] counts = counts(file);
        if (counts.length != INTS || Arrays.stream(counts).anyMatch(count -> count != COUNT)) {
            throw new EspalierException(file + " should have " + INTS + " times the count " + COUNT + " (byte 0).");
        }
        return model(COUNT, COUNT);
    }

    private static int[] counts(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        int[] counts = new int[bytes.remaining() % Integer.BYTES == 0 ? bytes.remaining() / Integer.BYTES : 0];
        bytes.asIntBuffer().get(counts);
        return counts;
    }

    private static ImportedModel model(int shape, int values) {
        ImportedTensor tensor = new ImportedTensor(
                "w", List.of(shape), () -> new TensorView.Dense("w", new int[] {shape}, new float[values]));
        return new ImportedModel(List.of(tensor), PictureOrder.CHANNELS_LAST, Map.of());
    }

    @Test
    void oneThatLooksAtWhatItReadsPasses() {
        ImporterContract good = contract(ImporterContractTest::read);
        assertThatCode(() -> good.everyTensorHasAsManyNumbersAsItsShapeSays(folder))
                .doesNotThrowAnyException();
        assertThatCode(() -> good.aFileThatIsCutShortIsRefusedByItsName(folder)).doesNotThrowAnyException();
        assertThatCode(() -> good.anotherFileIsRefused(folder)).doesNotThrowAnyException();
        assertThatCode(() -> good.aDamagedFileIsReadOrRefusedAtOnceAndInLittleMemory(folder))
                .doesNotThrowAnyException();
    }

    @Test
    void oneThatGivesFewerNumbersThanItSaysIsFound() {
        assertThatThrownBy(() -> contract(file -> model(3, 2)).everyTensorHasAsManyNumbersAsItsShapeSays(folder))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void oneThatReadsAnythingIsFound() {
        ImporterContract anything = contract(file -> model(1, 1));
        assertThatThrownBy(() -> anything.aFileThatIsCutShortIsRefusedByItsName(folder))
                .isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> anything.anotherFileIsRefused(folder)).isInstanceOf(AssertionError.class);
    }

    @Test
    void oneThatBelievesTheCountIsFound() {
        ImporterContract trusting = contract(file -> {
            int most = Arrays.stream(counts(file)).max().orElse(0);
            byte[] space = new byte[Math.min(most, 200 << 20)];
            if (space.length != COUNT) {
                throw new EspalierException(file + " is damaged after " + space.length + " bytes.");
            }
            return model(COUNT, COUNT);
        });
        assertThatThrownBy(() -> trusting.aDamagedFileIsReadOrRefusedAtOnceAndInLittleMemory(folder))
                .hasMessageContaining("bytes allocated");
    }

    @Test
    void oneThatFailsInAnotherWayIsFound() {
        ImporterContract careless = contract(file -> {
            int sum = Arrays.stream(counts(file)).sum();
            return model(COUNT, COUNT / (sum == INTS * COUNT ? 1 : 0));
        });
        assertThatThrownBy(() -> careless.aDamagedFileIsReadOrRefusedAtOnceAndInLittleMemory(folder))
                .isInstanceOf(ArithmeticException.class);
    }
}
