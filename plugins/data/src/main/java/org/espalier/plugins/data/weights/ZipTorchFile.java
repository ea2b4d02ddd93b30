package org.espalier.plugins.data.weights;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.espalier.api.EspalierException;
import org.espalier.plugins.data.pickle.PickleReader;
import org.espalier.plugins.data.pickle.PickleValue;
import org.espalier.plugins.data.weights.TorchValue.Storage;

/**
 * What {@code torch.save} writes since PyTorch 1.6: a zip with {@code NAME/data.pkl}, and each storage in an entry
 * {@code NAME/data/KEY} that is not compressed.
 */
final class ZipTorchFile implements TorchFile {
    private static final String PICKLE = "/data.pkl";

    private final Path path;
    private final String folder;
    private final PickleValue content;

    /** Whether a file begins like a zip. */
    static boolean begins(byte[] bytes) {
        return bytes.length >= 4 && bytes[0] == 'P' && bytes[1] == 'K' && bytes[2] == 3 && bytes[3] == 4;
    }

    /**
     * Reads everything but the numbers.
     *
     * @throws EspalierException when it is cut off, damaged or names what it must not
     */
    ZipTorchFile(Path path) throws IOException {
        this.path = path;
        try (ZipFile zip = open()) {
            String pickle = pickle(zip);
            this.folder = pickle.substring(0, pickle.length() - PICKLE.length());
            requireLowestByteFirst(zip);
            TorchObjects objects = new TorchObjects(path.resolveSibling(path.getFileName() + "!" + pickle));
            byte[] bytes = read(zip, entry(zip, pickle), TorchFile.LONGEST_PICKLE);
            this.content = new PickleReader(objects.path(), bytes, 0, objects).readWhole();
            for (Storage storage : objects.storages().values()) {
                requireWhole(zip, storage);
            }
        }
    }

    private ZipFile open() throws IOException {
        try {
            return new ZipFile(path.toFile());
        } catch (IOException e) {
            throw new IOException("it begins like a zip, and is none: " + e.getMessage(), e);
        }
    }

    private String pickle(ZipFile zip) {
        List<String> pickles = zip.stream()
                .map(ZipEntry::getName)
                .filter(name -> name.endsWith(PICKLE))
                .limit(2)
                .toList();
        if (pickles.size() != 1) {
            throw new EspalierException(path + " is a zip with " + (pickles.isEmpty() ? "no" : "more than one")
                    + " entry …/data.pkl; torch.save writes exactly one.");
        }
        return pickles.getFirst();
    }

    private ZipEntry entry(ZipFile zip, String name) {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null) {
            throw new EspalierException(path + " has no entry " + TorchObjects.shown(name) + ".");
        }
        return entry;
    }

    private void requireLowestByteFirst(ZipFile zip) throws IOException {
        ZipEntry order = zip.getEntry(folder + "/byteorder");
        if (order != null && !new String(read(zip, order, Long.BYTES), StandardCharsets.US_ASCII).equals("little")) {
            throw new EspalierException(
                    path + " was not written with the lowest byte of a number first; only such files are read.");
        }
    }

    /** What an entry unpacks to, which a zip may make a thousand times as long as it is itself. */
    private byte[] read(ZipFile zip, ZipEntry entry, int most) throws IOException {
        try (InputStream in = zip.getInputStream(entry)) {
            byte[] bytes = in.readNBytes(most + 1);
            if (bytes.length > most) {
                throw new EspalierException(
                        path + "!" + entry.getName() + " unpacks to more than " + most + " bytes; no more are read.");
            }
            return bytes;
        }
    }

    private ZipEntry requireWhole(ZipFile zip, Storage storage) {
        ZipEntry entry = entry(zip, folder + "/data/" + storage.key());
        if (entry.getMethod() != ZipEntry.STORED || entry.getSize() != storage.bytes()) {
            throw new EspalierException(path + "!" + TorchObjects.shown(entry.getName()) + " should have "
                    + storage.bytes() + " bytes, not compressed; it has "
                    + (entry.getMethod() == ZipEntry.STORED ? entry.getSize() + "." : "compressed ones."));
        }
        return entry;
    }

    @Override
    public PickleValue content() {
        return content;
    }

    @Override
    public byte[] bytes(Storage storage, long from, int length) throws IOException {
        try (ZipFile zip = open();
                InputStream in = zip.getInputStream(requireWhole(zip, storage))) {
            in.skipNBytes(from);
            byte[] bytes = in.readNBytes(length);
            if (bytes.length < length) {
                throw within(storage);
            }
            return bytes;
        } catch (EOFException e) {
            EspalierException cut = within(storage);
            cut.initCause(e);
            throw cut;
        }
    }

    private EspalierException within(Storage storage) {
        return new EspalierException(path + " ends within the storage " + TorchObjects.shown(storage.key()) + ".");
    }
}
