package org.espalier.plugins.nd4j;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import org.espalier.api.border.DataSource;
import org.espalier.testkit.DamagedFilesContract;

/** Archives of arrays, damaged. */
class DamagedArraysTest implements DamagedFilesContract {
    @Override
    public Map<String, byte[]> wholeFiles() {
        try {
            return Map.of(
                    "t.npz",
                    NpzFiles.zip(Map.of(
                            "x_train", NpzFiles.floats("3, 2", 1, 2, 3, 4, 5, -6.5f),
                            "y_train", NpzFiles.longs("3,", 0, 2, 1))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public DataSource source(Path folder) {
        return new NpzSource(
                new NpzSource.Options(folder.resolve("t.npz"), "x_train", "y_train", "", ""),
                NpzFiles.onTheClassPath());
    }
}
