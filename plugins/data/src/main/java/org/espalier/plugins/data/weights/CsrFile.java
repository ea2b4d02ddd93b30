package org.espalier.plugins.data.weights;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.espalier.api.EspalierException;
import org.espalier.api.border.ImportedModel;
import org.espalier.api.border.ImportedModel.PictureOrder;
import org.espalier.api.border.ImportedTensor;
import org.espalier.api.border.TensorView;

/**
 * A zip of dense arrays, {@code NAME.npy}, and of sparse matrices as SciPy writes them, {@code NAME.npz}: zips of the arrays
 * {@code data}, {@code indices}, {@code indptr}, {@code shape} and {@code format}, or with {@code positions} and {@code groups} in
 * the place of the second and third. Arrays are read when they are asked for.
 *
 * @param path the file
 */
record CsrFile(Path path) {
    private static final String DENSE = ".npy";
    private static final String SPARSE = ".npz";

    /** The formats of sparse matrices. */
    private static final String ROWS = "csr";

    private static final String GROUPS = "n-m";

    /** What the engine's own files say of themselves. */
    private static final String PROVENANCE = "provenance.txt";

    /** Reads something of an open zip. */
    private interface Reading<T> {
        T of(InputStream in) throws IOException;
    }

    /**
     * What is in it.
     *
     * @throws EspalierException when it is no zip, cut off or damaged, or a sparse matrix has not its rows compressed
     */
    ImportedModel model() {
        List<ImportedTensor> tensors = new ArrayList<>();
        Set<String> names = new HashSet<>();
        boolean own = false;
        for (String entry : entries()) {
            own |= entry.equals(PROVENANCE);
            String name = entry.substring(0, Math.max(0, entry.length() - DENSE.length()));
            if (entry.endsWith(DENSE)) {
                List<Integer> shape = in(entry, in -> header(entry, in)).shape();
                tensors.add(new ImportedTensor(name, shape, () -> dense(entry, name)));
            } else if (entry.endsWith(SPARSE)) {
                List<Integer> shape = shape(entry);
                tensors.add(new ImportedTensor(name, shape, () -> sparse(entry, name, shape)));
            } else {
                continue;
            }
            if (!names.add(name)) {
                throw new EspalierException(path + " has two tensors called '" + name + "'.");
            }
        }
        return new ImportedModel(tensors, own ? PictureOrder.CHANNELS_LAST : PictureOrder.CHANNELS_FIRST, Map.of());
    }

    private List<String> entries() {
        try (ZipFile zip = new ZipFile(path.toFile())) {
            return zip.stream().map(ZipEntry::getName).toList();
        } catch (IOException | IllegalArgumentException e) {
            throw unreadable(path.toString(), e);
        }
    }

    private <T> T in(String entry, Reading<T> reading) {
        try (ZipFile zip = new ZipFile(path.toFile())) {
            ZipEntry found = zip.getEntry(entry);
            if (found == null) {
                throw new EspalierException(path + " has no entry " + entry + " any more.");
            }
            try (InputStream in = zip.getInputStream(found)) {
                return reading.of(in);
            }
        } catch (IOException | IllegalArgumentException e) {
            throw unreadable(path + "!" + entry, e);
        }
    }

    private static EspalierException unreadable(String what, Exception e) {
        return new EspalierException(what + " cannot be read as a zip of arrays: " + e.getMessage() + ".", e);
    }

    private NpyEntry header(String entry, InputStream in) throws IOException {
        return NpyEntry.read(path + "!" + entry, in);
    }

    private TensorView dense(String entry, String name) {
        return in(entry, in -> {
            NpyEntry header = header(entry, in);
            return new TensorView.Dense(name, sizes(header.shape()), header.floats(in));
        });
    }

    private static int[] sizes(List<Integer> shape) {
        return shape.stream().mapToInt(Integer::intValue).toArray();
    }

    /**
     * An array of a sparse matrix.
     *
     * @param most numbers it can have
     */
    private <T> T part(String entry, String array, long most, NumbersOf<T> numbers) {
        return in(entry, in -> {
            ZipInputStream zip = new ZipInputStream(in);
            for (ZipEntry part = zip.getNextEntry(); part != null; part = zip.getNextEntry()) {
                if (part.getName().equals(array + DENSE)) {
                    NpyEntry header = header(entry + "!" + array + DENSE, zip);
                    header.requireAtMost(most);
                    return numbers.of(header, zip);
                }
            }
            throw new EspalierException(path + "!" + entry + " has no array " + array + DENSE
                    + ", so it is no sparse matrix as SciPy writes it.");
        });
    }

    private interface NumbersOf<T> {
        T of(NpyEntry header, InputStream in) throws IOException;
    }

    private List<Integer> shape(String entry) {
        String format = part(entry, "format", 1, NpyEntry::word);
        int[] shape = part(entry, "shape", 2, NpyEntry::wholes);
        if (!List.of(ROWS, GROUPS).contains(format) || shape.length != 2 || shape[0] < 1 || shape[1] < 1) {
            throw new EspalierException(path + "!" + entry + " is of the format '" + format + "' and the shape "
                    + Arrays.toString(shape) + "; matrices of the formats 'csr' and 'n-m' are read.");
        }
        return List.of(shape[0], shape[1]);
    }

    private TensorView sparse(String entry, String name, List<Integer> shape) {
        return part(entry, "format", 1, NpyEntry::word).equals(GROUPS)
                ? grouped(entry, name, shape)
                : compressed(entry, name, shape);
    }

    private TensorView grouped(String entry, String name, List<Integer> shape) {
        GroupedFile file = GroupedFile.of(
                path + "!" + entry, shape.getFirst(), shape.getLast(), part(entry, "groups", 3, NpyEntry::wholes));
        return file.links(
                name,
                part(entry, "positions", file.bytes(), NpyEntry::bytes),
                part(entry, "data", file.slots(), NpyEntry::floats));
    }

    private TensorView compressed(String entry, String name, List<Integer> shape) {
        long most = (long) shape.getFirst() * shape.getLast();
        TensorView.Sparse links = new TensorView.Sparse(
                name,
                sizes(shape),
                part(entry, "indptr", shape.getFirst() + 1L, NpyEntry::wholes),
                part(entry, "indices", most, NpyEntry::wholes),
                part(entry, "data", most, NpyEntry::floats));
        links.fault().ifPresent(fault -> {
            throw new EspalierException(
                    path + "!" + entry + " is damaged, or its columns are not sorted: " + fault + ".");
        });
        return links;
    }
}
