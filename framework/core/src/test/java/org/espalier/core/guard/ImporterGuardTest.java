package org.espalier.core.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.espalier.api.EspalierException;
import org.espalier.api.border.ImportedModel;
import org.espalier.api.border.ImportedModel.PictureOrder;
import org.espalier.api.border.ImportedTensor;
import org.espalier.api.border.Importer;
import org.espalier.api.border.TensorView;
import org.espalier.core.run.RunLimits;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ImporterGuardTest {
    private static final Path FILE = Path.of("model");
    private static final String BEGIN = "rigl.groovy:31:9: The plugin weights 'broken' of org.example 1.2.0 ";

    private final CallWatch watch = new CallWatch(RunLimits.none(), fault -> {});
    private final OneRun run = new OneRun(watch);

    @AfterEach
    void close() {
        watch.close();
    }

    private static ImportedTensor tensor(String name, int size, TensorView view) {
        return new ImportedTensor(name, List.of(size), () -> view);
    }

    private static TensorView dense(int shape, int values) {
        return new TensorView.Dense("w", new int[] {shape}, new float[values]);
    }

    private ImportedModel read(ImportedTensor... tensors) throws IOException {
        return run.guarded(
                        Importer.class,
                        file -> new ImportedModel(List.of(tensors), PictureOrder.CHANNELS_LAST, Map.of("a", "b")))
                .read(FILE);
    }

    @Test
    void tensorsHaveNamesOfTheirOwnAndAsManyValuesAsTheySay() throws IOException {
        assertThatThrownBy(() -> read(tensor("w", 2, dense(2, 2)), tensor("w", 3, dense(3, 3))))
                .isInstanceOf(PluginFault.class)
                .hasMessage(BEGIN + "gave a wrong answer in read: two tensors called 'w'.");
        assertThatThrownBy(() -> read(tensor("w", 2, dense(2, 3)))
                        .tensors()
                        .getFirst()
                        .content()
                        .read())
                .hasMessage(BEGIN + "gave a wrong answer in read: 3 values for 'w' of shape [2].");
        assertThatThrownBy(() -> read(tensor("w", 2, dense(3, 3)))
                        .tensors()
                        .getFirst()
                        .content()
                        .read())
                .hasMessage(BEGIN + "gave a wrong answer in read: values of shape [3] for 'w' of shape [2].");
        ImportedModel sound = read(tensor("w", 2, dense(2, 2)));
        assertThat(sound.notes()).containsEntry("a", "b");
        assertThat(sound.tensors().getFirst().content().read().shape()).containsExactly(2);
    }

    @Test
    void aDamagedFileIsNoFaultOfThePlugin() {
        Importer strict = run.guarded(Importer.class, file -> {
            throw new EspalierException(file + " ends at byte 7.");
        });
        assertThatThrownBy(() -> strict.read(FILE))
                .isNotInstanceOf(PluginFault.class)
                .hasMessage("model ends at byte 7.");
        Importer careless = run.guarded(Importer.class, file -> {
            throw new IllegalStateException("boom");
        });
        assertThatThrownBy(() -> careless.read(FILE))
                .isInstanceOf(PluginFault.class)
                .hasMessage(BEGIN + "failed in read: java.lang.IllegalStateException: boom.");
    }
}
