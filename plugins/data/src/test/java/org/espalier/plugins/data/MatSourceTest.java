package org.espalier.plugins.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.espalier.api.EspalierException;
import org.espalier.api.RandomStream;
import org.espalier.api.border.DataSource;
import org.espalier.api.border.Dataset;
import org.espalier.plugins.data.MatSource.Learn;
import org.espalier.testkit.DataSourceContract;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MatSourceTest implements DataSourceContract {
    private static final byte[] INPUTS = MatBytes.doubles("X", 3, 2, 1, 2, 3, 0.5, -4, 1e-3);
    private static final byte[] LABELS = MatBytes.bytes("Y", 3, 1, 7, 2, 7);

    @TempDir
    Path folder;

    @Override
    public DataSource source() {
        return source(new MatBytes().compressed(INPUTS).compressed(LABELS), Learn.CLASSES);
    }

    private MatSource source(MatBytes file, Learn learn) {
        return source(file.done(), learn);
    }

    private MatSource source(byte[] file, Learn learn) {
        try {
            Path path = folder.resolve("table.mat");
            Files.write(path, file);
            return new MatSource(new MatSource.Options(path, "X", "Y", learn));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void rowsAreExamplesAndDifferentLabelsAreClasses() {
        Dataset data = source().open();
        assertThat(data.shape()).containsExactly(2);
        assertThat(data.classNames()).containsExactly("2", "7");
        assertThat(data.test().count()).isZero();
        float[] row = new float[2];
        data.train().features(0, row);
        assertThat(row).containsExactly(1, 0.5f);
        data.train().features(2, row);
        assertThat(row).containsExactly(3, 1e-3f);
        assertThat(data.train().label(0)).isEqualTo(1);
        assertThat(data.train().label(1)).isZero();
    }

    @Test
    void labelsCanBeNumbersToPredict() {
        MatBytes file = new MatBytes().variable(INPUTS).variable(MatBytes.doubles("Y", 1, 3, -0.5, 0, 9));
        Dataset data = source(file, Learn.NUMBER).open();
        assertThat(data.classification()).isFalse();
        assertThat(data.targets()).isEqualTo(1);
        float[] target = new float[1];
        data.train().target(0, target);
        assertThat(target).containsExactly(-0.5f);
        assertThat(source(file, Learn.CLASSES).open().classNames()).containsExactly("-0.5", "0", "9");
    }

    @Test
    void readsEveryTypeNumbersAreStoredIn() {
        assertThat(number(1, -1)).isEqualTo(-1);
        assertThat(number(2, 0xff)).isEqualTo(255);
        assertThat(number(3, 0xfe, 0xff)).isEqualTo(-2);
        assertThat(number(4, 0xfe, 0xff)).isEqualTo(65534);
        assertThat(number(5, 0xfd, 0xff, 0xff, 0xff)).isEqualTo(-3);
        assertThat(number(6, 0, 0, 0, 0x80)).isEqualTo(0x1p31f);
        assertThat(number(7, 0, 0, 0xc0, 0x3f)).isEqualTo(1.5f);
        assertThat(number(9, 0, 0, 0, 0, 0, 0, 0xf8, 0x3f)).isEqualTo(1.5f);
        assertThat(number(12, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff)).isEqualTo(-1);
        assertThat(number(13, 0, 0, 0, 0, 0, 0, 0, 0x80)).isEqualTo(0x1p63f);
    }

    private float number(int type, int... bytes) {
        byte[] content = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            content[i] = (byte) bytes[i];
        }
        byte[] inputs = MatBytes.matrix("X", 8, new int[] {1, 1}, MatBytes.part(type, content));
        MatBytes file = new MatBytes().compressed(inputs).variable(MatBytes.bytes("Y", 1, 1, 0));
        float[] row = new float[1];
        source(file, Learn.CLASSES).open().train().features(0, row);
        return row[0];
    }

    @Test
    void readsMoreNumbersThanItTakesAtOnce() {
        int rows = 97;
        int columns = 211;
        double[] values = new double[rows * columns];
        Arrays.setAll(values, i -> i);
        MatBytes file = new MatBytes()
                .compressed(MatBytes.doubles("X", rows, columns, values))
                .compressed(MatBytes.bytes("Y", rows, 1, new int[rows]));
        Dataset data = source(file, Learn.CLASSES).open();
        float[] row = new float[columns];
        for (int r = 0; r < rows; r++) {
            data.train().features(r, row);
            for (int c = 0; c < columns; c++) {
                assertThat(row[c]).isEqualTo(c * rows + r);
            }
        }
    }

    @Test
    void passesOverOtherVariables() {
        byte[] cells = MatBytes.matrix("C", 1, new int[] {0, 0}, new byte[0]);
        byte[] object = MatBytes.matrix("O", 17, new int[] {1, 1}, new byte[0]);
        MatBytes file = new MatBytes()
                .compressed(cells)
                .variable(object)
                .variable(LABELS)
                .compressed(INPUTS);
        assertThat(source(file, Learn.CLASSES).open().train().count()).isEqualTo(3);
        refused(new MatBytes().compressed(cells).variable(LABELS), "has no variable 'X'; it has C, Y.");
        refused(new MatBytes(), "has no variable 'X'; it has none.");
    }

    @Test
    void refusesVariablesThatAreNoTables() {
        refused(variable(1, 3, 2), "'X' is a cell array; a full table of real numbers is needed.");
        refused(variable(2, 3, 2), "'X' is a structure;");
        refused(variable(4, 3, 2), "'X' is text;");
        refused(variable(5, 3, 2), "'X' is a sparse matrix (write it with full);");
        refused(variable(6 | 0x800, 3, 2), "'X' has complex numbers;");
        refused(variable(6, 3, 2, 1), "'X' has 3 dimensions;");
        refused(variable(6, 0, 2), "'X' has the size [0, 2]; each must be at least 1");
        refused(variable(6, -1, 2), "'X' has the size [-1, 2]");
        refused(variable(6, 1 << 30, 1 << 30), "'X' has the size [1073741824, 1073741824]");
    }

    private static MatBytes variable(int flags, int... shape) {
        return new MatBytes().variable(MatBytes.matrix("X", flags, shape, MatBytes.part(9, new byte[48])));
    }

    @Test
    void refusesOtherFiles() {
        byte[] newer = new MatBytes().variable(INPUTS).done();
        newer[7] = '7';
        newer[9] = '3';
        refused(newer, "is a MATLAB file of version 7.3, which is HDF5; save it in MATLAB with save('…', '-v7').");
        byte[] swapped = new MatBytes().done();
        swapped[126] = 'M';
        swapped[127] = 'I';
        refused(swapped, "was written by a machine that puts the highest byte first (byte 126)");
        byte[] version = new MatBytes().done();
        version[125] = 3;
        refused(version, "is not a MATLAB file of version 5: its header of 128 bytes should end with");
        refused(new byte[40], "and it has 40 bytes.");
        refused(new MatBytes().variable(MatBytes.words(9, 8, 0, 0)), "byte 128: a variable should begin here");
        refused(
                new MatBytes().compressed(MatBytes.words(9, 8, 0, 0)),
                "byte 8 of what is compressed from byte 136 on: a matrix is wanted here, not an element of type 9.");
    }

    @Test
    void refusesSizesThatLie() {
        refused(
                new MatBytes().variable(MatBytes.words(15, 1 << 30)),
                "byte 128: an element of 1073741824 bytes begins here");
        byte[] large = MatBytes.matrix("X", 6, new int[] {30000, 20000}, MatBytes.words(2, 600000000));
        refused(
                new MatBytes().variable(large),
                "byte 184: the numbers of 'X' should have 600000000 bytes, but at most 0 can follow.");
        refused(
                new MatBytes().compressed(large),
                "of what is compressed from byte 136 on: the numbers of 'X' should have 600000000 bytes, but at most");
        byte[] wrong = MatBytes.matrix("X", 6, new int[] {3, 2}, MatBytes.part(9, new byte[40]));
        refused(new MatBytes().variable(wrong), "'X' of size [3, 2] needs 48 bytes of this type, but has 40.");
        byte[] small = MatBytes.matrix("X", 6, new int[] {4, 2}, MatBytes.words(8 << 16 | 2, 0));
        refused(new MatBytes().variable(small), "a part of 8 bytes cannot stand in its tag.");
        byte[] unknown = MatBytes.matrix("X", 6, new int[] {3, 2}, MatBytes.part(8, new byte[48]));
        refused(new MatBytes().variable(unknown), "the numbers of 'X' have the unknown type 8.");
        byte[] longName = MatBytes.matrix("X".repeat(5000), 6, new int[] {3, 2}, new byte[0]);
        refused(
                new MatBytes().variable(longName),
                "the name of a variable is wanted here, not a part of type 1 with 5000");
    }

    @Test
    void namesRowAndColumnOfWhatIsNotFinite() {
        byte[] inputs = MatBytes.doubles("X", 3, 2, 1, 2, 3, 4, Double.NaN, 6);
        refused(new MatBytes().variable(inputs), "'X' has NaN in row 2, column 2; a finite number is needed.");
        byte[] large = MatBytes.doubles("X", 1, 1, 1e300);
        refused(new MatBytes().compressed(large), "'X' has Infinity in row 1, column 1");
    }

    @Test
    void wantsALabelForEachExample() {
        refused(
                new MatBytes().variable(INPUTS).variable(MatBytes.bytes("Y", 2, 1, 1, 2)),
                ": 'Y' has the size [2, 1], but 'X' has 3 rows; there must be one label for each.");
        refused(
                new MatBytes().variable(INPUTS).variable(MatBytes.bytes("Y", 3, 2, 1, 2, 3, 4, 5, 6)),
                ": 'Y' has the size [3, 2]");
    }

    @Test
    void saysWhereACutFileEnds() {
        for (byte[] whole : files()) {
            for (int length = 0; length < whole.length; length++) {
                byte[] cut = Arrays.copyOf(whole, length);
                assertThatThrownBy(() -> source(cut, Learn.CLASSES).open())
                        .isInstanceOf(EspalierException.class)
                        .hasMessageStartingWith(folder.resolve("table.mat").toString());
            }
        }
    }

    @Test
    void aDamagedByteIsAnErrorOrAnotherValue() {
        RandomStream random = RandomStream.ofSeed(7);
        int refused = 0;
        for (byte[] whole : files()) {
            for (int at = 0; at < whole.length; at++) {
                for (int change = 0; change < 4; change++) {
                    byte[] damaged = whole.clone();
                    damaged[at] = (byte) random.bits(8L * at + change);
                    try {
                        source(damaged, Learn.CLASSES).open();
                    } catch (EspalierException e) {
                        assertThat(e)
                                .hasMessageStartingWith(
                                        folder.resolve("table.mat").toString());
                        refused++;
                    }
                }
            }
        }
        assertThat(refused).isGreaterThan(500);
    }

    private static byte[][] files() {
        return new byte[][] {
            new MatBytes().compressed(INPUTS).compressed(LABELS).done(),
            new MatBytes().variable(INPUTS).variable(LABELS).done()
        };
    }

    private void refused(MatBytes file, String sentence) {
        refused(file.done(), sentence);
    }

    private void refused(byte[] file, String sentence) {
        assertThatThrownBy(() -> source(file, Learn.CLASSES).open())
                .isInstanceOf(EspalierException.class)
                .hasMessageStartingWith(folder.resolve("table.mat").toString())
                .hasMessageContaining(sentence);
    }

    @Test
    void readsRealFiles() {
        Path data = real();
        real(data, "COIL20", 1440, 1024, 20);
        Dataset madelon = real(data, "madelon", 2600, 500, 2);
        assertThat(madelon.classNames()).containsExactly("-1", "1");
        float[] row = new float[500];
        madelon.train().features(0, row);
        assertThat(row[0]).isEqualTo(0x1e5);
        real(data, "warpPIE10P", 210, 2420, 10);
    }

    private static Dataset real(Path folder, String name, int examples, int features, int classes) {
        Path file = folder.resolve(name + ".mat");
        Dataset data = new MatSource(new MatSource.Options(file, "X", "Y", Learn.CLASSES)).open();
        assertThat(data.train().count()).isEqualTo(examples);
        assertThat(data.features()).isEqualTo(features);
        assertThat(data.targets()).isEqualTo(classes);
        return data;
    }

    @Test
    void readsTheRealIsolet() {
        Path folder = real();
        IsoletSource source = new IsoletSource(new IsoletSource.Options(), file -> folder.resolve(file.name()));
        Dataset data = source.open();
        assertThat(data.shape()).containsExactly(617);
        assertThat(data.train().count()).isEqualTo(1560);
        assertThat(data.classNames()).hasSize(26).startsWith("A", "B").endsWith("Z");
        int[] counts = new int[26];
        for (int id = 0; id < 1560; id++) {
            counts[data.train().label(id)]++;
        }
        assertThat(counts).containsOnly(60);
        float[] row = new float[617];
        data.train().features(0, row);
        assertThat(row[0]).isEqualTo((float) Double.longBitsToDouble(0xbfdc1f212d773190L));
        assertThat(MatFile.read(folder.resolve("Isolet.mat")).digest())
                .isEqualTo("sha256:" + source.publicFiles().getFirst().sha256());
    }

    private static Path real() {
        Optional<Path> folder = Optional.ofNullable(System.getenv("ESPALIER_DATA"))
                .map(data -> Path.of(data, "scikit-feature"))
                .filter(Files::isDirectory);
        if (folder.isEmpty()) {
            System.out.println("Skipped: real MATLAB files are read only when ESPALIER_DATA names the folder above"
                    + " scikit-feature/.");
        }
        assumeTrue(folder.isPresent());
        return folder.orElseThrow();
    }
}
