package org.espalier.plugins.data;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.espalier.api.border.DataSource;
import org.espalier.api.border.Dataset;
import org.espalier.testkit.DamagedFilesContract;
import org.junit.jupiter.api.Nested;

/** Every format this bundle reads, damaged. */
class DamagedFilesTest {
    private static final Path NONE = Path.of("");

    private static byte[] text(String... lines) {
        return String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
    }

    @Nested
    class Csv implements DamagedFilesContract {
        @Override
        public Map<String, byte[]> wholeFiles() {
            return Map.of("t.csv", text("id,length,kind", "1,2.5,\"oak, red\"", "2,-3e2,elm", "3,4,elm", "4,?,ash"));
        }

        @Override
        public DataSource source(Path folder) {
            return new CsvSource(new CsvSource.Options(
                    folder.resolve("t.csv"),
                    "kind",
                    CsvSource.Header.AUTO,
                    ",",
                    CsvSource.Learn.AUTO,
                    List.of("id"),
                    NONE,
                    Missing.KEEP));
        }
    }

    @Nested
    class Arff implements DamagedFilesContract {
        @Override
        public Map<String, byte[]> wholeFiles() {
            return Map.of(
                    "t.arff",
                    text(
                            "@relation r",
                            "@attribute a {x,'y z',w}",
                            "@attribute b real",
                            "@attribute c {yes,no}",
                            "@data",
                            "x,1.5,yes",
                            "'y z',-2,no",
                            "{1 7, 2 no}",
                            "w,?,yes"));
        }

        @Override
        public DataSource source(Path folder) {
            return new ArffSource(new ArffSource.Options(folder.resolve("t.arff"), "", List.of(), NONE, Missing.KEEP));
        }
    }

    @Nested
    class Libsvm implements DamagedFilesContract {
        @Override
        public Map<String, byte[]> wholeFiles() {
            return Map.of("t.svm", text("+1 1:0.5 3:2 17:1", "-1 2:-1e3 # comment", "-1", "+1 12:4"));
        }

        @Override
        public DataSource source(Path folder) {
            return new LibsvmSource(
                    new LibsvmSource.Options(folder.resolve("t.svm"), NONE, 0, 1, MatSource.Learn.CLASSES));
        }
    }

    @Nested
    class Mat implements DamagedFilesContract {
        @Override
        public Map<String, byte[]> wholeFiles() {
            return Map.of(
                    "t.mat",
                    new MatBytes()
                            .variable(MatBytes.doubles("X", 3, 2, 1, 2, 3, 4, 5, 6))
                            .variable(MatBytes.bytes("Y", 3, 1, 1, 2, 1))
                            .done());
        }

        @Override
        public DataSource source(Path folder) {
            return new MatSource(new MatSource.Options(folder.resolve("t.mat"), "X", "Y", MatSource.Learn.CLASSES));
        }
    }

    @Nested
    class CompressedMat implements DamagedFilesContract {
        @Override
        public Map<String, byte[]> wholeFiles() {
            return Map.of(
                    "t.mat",
                    new MatBytes()
                            .compressed(MatBytes.bytes("X", 40, 50, new int[2000]))
                            .compressed(MatBytes.bytes("Y", 40, 1, new int[40]))
                            .done());
        }

        @Override
        public DataSource source(Path folder) {
            return new MatSource(new MatSource.Options(folder.resolve("t.mat"), "X", "Y", MatSource.Learn.CLASSES));
        }
    }

    @Nested
    class Idx implements DamagedFilesContract {
        @Override
        public Map<String, byte[]> wholeFiles() {
            return Map.of(
                    "images", IdxBytes.images(5, 3, 4),
                    "images.gz", IdxBytes.gzip(IdxBytes.images(5, 3, 4)),
                    "labels", IdxBytes.labels(0, 2, 1, 2, 0));
        }

        @Override
        public DataSource source(Path folder) {
            return new IdxSource(new IdxSource.Options(
                    folder.resolve("images"),
                    folder.resolve("labels"),
                    folder.resolve("images.gz"),
                    folder.resolve("labels"),
                    0));
        }
    }

    @Nested
    class Cifar implements DamagedFilesContract {
        @Override
        public Map<String, byte[]> wholeFiles() {
            byte[] records = new byte[2 * 3073];
            records[3073] = 9;
            return Map.of("plain.bin", records, "packed.bin.gz", IdxBytes.gzip(records));
        }

        @Override
        public DataSource source(Path folder) {
            return () -> {
                CifarRecords records = new CifarRecords(4, 10);
                records.readFile(folder.resolve("plain.bin"), 0, 2);
                records.readFile(folder.resolve("packed.bin.gz"), 2, 2);
                ByteExamples examples = records.examples();
                return new Dataset(
                        "cifar",
                        CifarRecords.SHAPE,
                        10,
                        List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"),
                        examples,
                        ByteExamples.none(3072, 10),
                        Map.of());
            };
        }
    }

    @Nested
    class Planetoid implements DamagedFilesContract {
        @Override
        public Map<String, byte[]> wholeFiles() {
            Map<String, byte[]> files = new LinkedHashMap<>();
            files.put(
                    "ind.cora.graph",
                    new PickleBytes()
                            .graph(List.of(
                                    List.of(5, 2), List.of(1, 3), List.of(0, 0), List.of(), List.of(3), List.of()))
                            .done());
            files.put(
                    "ind.cora.allx",
                    new PickleBytes()
                            .matrix(3, 4, new int[] {0, 2, 2, 3}, new int[] {3, 0, 1}, new float[] {1, 3, 5})
                            .done());
            files.put(
                    "ind.cora.tx",
                    new PickleBytes()
                            .matrix(2, 4, new int[] {0, 1, 3}, new int[] {2, 0, 1}, new float[] {7, 1, 1})
                            .done());
            files.put(
                    "ind.cora.ally",
                    new PickleBytes().wholes(List.of(3, 2), 0, 1, 1, 0, 0, 1).done());
            files.put(
                    "ind.cora.ty",
                    new PickleBytes().wholes(List.of(2, 2), 1, 0, 0, 1).done());
            files.put(
                    "ind.cora.y",
                    new PickleBytes().wholes(List.of(2, 2), 0, 1, 1, 0).done());
            files.put("ind.cora.test.index", text("5", "3", ""));
            return files;
        }

        @Override
        public DataSource source(Path folder) {
            return new PlanetoidSource(
                    new PlanetoidSource.Options(PlanetoidSource.Graph.CORA, true), file -> folder.resolve(file.name()));
        }
    }

    @Nested
    class RatingsTables implements DamagedFilesContract {
        @Override
        public Map<String, byte[]> wholeFiles() {
            return Map.of("r.csv", text("user,item,rating", "ann,1,4.5", "bob,2,3", "ann,2,5", "cid,1,1"));
        }

        @Override
        public DataSource source(Path folder) {
            return new RatingsSource(
                    new RatingsSource.Options(folder.resolve("r.csv"), "user", "item", "rating", ",", 0, 0));
        }
    }

    @Nested
    class Text implements DamagedFilesContract {
        @Override
        public Map<String, byte[]> wholeFiles() {
            return Map.of("t.txt", text("The cat säte on the mat,", "and the 12 dogs sat by the door 😀.", ""));
        }

        @Override
        public DataSource source(Path folder) {
            return new TextSource(
                    new TextSource.Options(folder.resolve("t.txt"), 4, 0, 0, TextSource.By.BYTE_PAIRS, 280));
        }
    }

    @Nested
    class Lines implements DamagedFilesContract {
        @Override
        public Map<String, byte[]> wholeFiles() {
            return Map.of("t.txt", text("ann", "bob", "", "cécile", "dan"));
        }

        @Override
        public DataSource source(Path folder) {
            return new LinesSource(new LinesSource.Options(folder.resolve("t.txt"), 0, 0, 0));
        }
    }

    @Nested
    class Graph implements DamagedFilesContract {
        @Override
        public Map<String, byte[]> wholeFiles() {
            return Map.of(
                    "links", text("# who knows whom", "ann bob", "bob cid", "ann\tcid", "dan,ann"),
                    "nodes.csv", text("name,age,team", "ann,30,red", "bob,20,blue", "cid,1e1,red", "dan,-4,blue"));
        }

        @Override
        public DataSource source(Path folder) {
            return new GraphSource(new GraphSource.Options(
                    folder.resolve("links"), folder.resolve("nodes.csv"), "name", "", List.of(), false, 0.5, 1));
        }
    }

    @Nested
    class Images implements DamagedFilesContract {
        @Override
        public Map<String, byte[]> wholeFiles() {
            Map<String, byte[]> files = new LinkedHashMap<>();
            for (String format : List.of("png", "jpg", "bmp", "gif")) {
                files.put("pictures/a/one." + format, picture(format));
            }
            return files;
        }

        private byte[] picture(String format) {
            BufferedImage image = new BufferedImage(9, 7, BufferedImage.TYPE_INT_RGB);
            for (int i = 0; i < 63; i++) {
                image.setRGB(i % 9, i / 9, 0x40c0a1 * i);
            }
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try {
                ImageIO.write(image, format, out);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return out.toByteArray();
        }

        @Override
        public DataSource source(Path folder) {
            return new ImagesSource(
                    new ImagesSource.Options(folder.resolve("pictures"), NONE, 7, 9, ImagesSource.Colours.RGB));
        }
    }
}
