package org.espalier.plugins.data.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.espalier.api.EspalierException;
import org.espalier.plugins.data.pickle.PickleReader;
import org.espalier.plugins.data.pickle.PickleValue;
import org.espalier.plugins.data.pickle.PickleValue.Constant;
import org.espalier.plugins.data.pickle.PickleValue.Sequence;
import org.espalier.plugins.data.pickle.PickleValue.Table;
import org.espalier.plugins.data.pickle.PickleValue.Text;
import org.espalier.plugins.data.pickle.PickleValue.Whole;
import org.espalier.plugins.data.weights.TorchValue.Storage;

/**
 * What {@code torch.save} wrote before PyTorch 1.6: pickles of a fixed number, of the version of the format, of the machine, of
 * what was saved and of the keys of the storages; then, for each key, how many numbers there are, and the numbers.
 */
final class LegacyTorchFile implements TorchFile {
    /** A pickle of the fixed number, with which all such files begin. */
    private static final byte[] BEGIN = HexFormat.of().parseHex("80028a0a6cfc9c46f9206aa850192e");

    private static final Whole VERSION = new Whole(1001);

    private final Path path;
    private final long length;
    private final PickleValue content;
    /** The first byte of each storage. */
    private final Map<String, Long> places = new HashMap<>();

    /** Whether a file begins like one. */
    static boolean begins(byte[] bytes) {
        return bytes.length >= BEGIN.length && Arrays.equals(bytes, 0, BEGIN.length, BEGIN, 0, BEGIN.length);
    }

    /**
     * Reads everything but the numbers.
     *
     * @throws EspalierException when it is cut off, damaged or names what it must not
     */
    LegacyTorchFile(Path path) throws IOException {
        this.path = path;
        try (FileChannel file = FileChannel.open(path)) {
            this.length = file.size();
            byte[] head = read(file, 0, (int) Math.min(length, LONGEST_PICKLE));
            TorchObjects objects = new TorchObjects(path);
            int[] at = {BEGIN.length};
            requireVersion(pickle(head, at, objects));
            requireLowestByteFirst(pickle(head, at, objects));
            this.content = pickle(head, at, objects);
            place(file, pickle(head, at, objects), at[0], objects.storages());
        }
    }

    /** The pickle at a place, which moves behind it. */
    private PickleValue pickle(byte[] head, int[] at, TorchObjects objects) {
        PickleReader reader = new PickleReader(path, head, at[0], objects);
        try {
            PickleValue value = reader.read();
            at[0] = reader.position();
            return value;
        } catch (EspalierException e) {
            if (reader.position() >= head.length && head.length < length) {
                throw new EspalierException(
                        path + " describes its tensors in more than " + LONGEST_PICKLE + " bytes; no more are read.",
                        e);
            }
            throw e;
        }
    }

    private void requireVersion(PickleValue version) {
        if (!version.equals(VERSION)) {
            throw new EspalierException(path + " has another version of the format than " + VERSION.value() + " (byte "
                    + BEGIN.length + ").");
        }
    }

    private void requireLowestByteFirst(PickleValue machine) {
        if (!(machine instanceof Table table) || table.entries.get(new Text("little_endian")) != Constant.TRUE) {
            throw new EspalierException(
                    path + " was not written with the lowest byte of a number first; only such files are read.");
        }
    }

    private void place(FileChannel file, PickleValue keys, long from, Map<String, Storage> storages)
            throws IOException {
        if (!(keys instanceof Sequence list) || list.items.size() != storages.size()) {
            throw new EspalierException(
                    path + ": before byte " + from + " should be the keys of " + storages.size() + " storages.");
        }
        long at = from;
        for (PickleValue key : list.items) {
            Optional<Storage> storage = key instanceof Text text
                    ? Optional.ofNullable(storages.get(text.text())).filter(known -> !places.containsKey(known.key()))
                    : Optional.empty();
            at = place(
                    file,
                    at,
                    storage.orElseThrow(() -> new EspalierException(
                            path + ": before byte " + from + " should be each key of the storages once.")));
        }
        if (at != length) {
            throw new EspalierException(path + " goes on after byte " + at + ", where its last storage ends.");
        }
    }

    /** Where the storage ends that begins with its count at a byte. */
    private long place(FileChannel file, long at, Storage storage) throws IOException {
        long first = at + Long.BYTES;
        if (first > length || storage.bytes() > length - first) {
            throw new EspalierException(path + " ends at byte " + length + "; the storage that begins at byte " + at
                    + " has " + storage.bytes() + " bytes.");
        }
        long count = ByteBuffer.wrap(read(file, at, Long.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN)
                .getLong();
        if (count != storage.count()) {
            throw new EspalierException(path + ": byte " + at + " gives a storage " + count
                    + " numbers, and the pickle before it " + storage.count() + ".");
        }
        places.put(storage.key(), first);
        return first + storage.bytes();
    }

    @Override
    public PickleValue content() {
        return content;
    }

    @Override
    public byte[] bytes(Storage storage, long from, int length) throws IOException {
        try (FileChannel file = FileChannel.open(path)) {
            return read(file, places.getOrDefault(storage.key(), 0L) + from, length);
        }
    }

    private byte[] read(FileChannel file, long from, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            if (file.read(bytes, from + bytes.position()) < 0) {
                throw new EspalierException(path + " became shorter while it was read.");
            }
        }
        return bytes.array();
    }
}
