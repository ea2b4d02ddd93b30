package org.espalier.plugins.data.weights;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.espalier.api.EspalierException;
import org.espalier.plugins.data.pickle.PickleObjects;
import org.espalier.plugins.data.pickle.PickleValue;
import org.espalier.plugins.data.pickle.PickleValue.Constant;
import org.espalier.plugins.data.pickle.PickleValue.Table;
import org.espalier.plugins.data.pickle.PickleValue.Text;
import org.espalier.plugins.data.pickle.PickleValue.Tuple;
import org.espalier.plugins.data.pickle.PickleValue.Whole;
import org.espalier.plugins.data.weights.TorchValue.Name;
import org.espalier.plugins.data.weights.TorchValue.Storage;
import org.espalier.plugins.data.weights.TorchValue.StorageType;
import org.espalier.plugins.data.weights.TorchValue.Tensor;

/** The dictionaries and tensors that files of {@code torch.save} are made of. */
final class TorchObjects implements PickleObjects {
    private static final int MOST_DIMENSIONS = 8;
    private static final int MOST_SHOWN = 60;
    private static final int MOST_NUMBERS = Integer.MAX_VALUE - 8;

    private final Path path;
    private final Map<String, Storage> storages = new LinkedHashMap<>();

    /**
     * @param path for messages
     */
    TorchObjects(Path path) {
        this.path = path;
    }

    /** What messages call the file. */
    Path path() {
        return path;
    }

    /** All storages the pickle named, by key. */
    Map<String, Storage> storages() {
        return storages;
    }

    @Override
    public Optional<PickleValue> named(String python) {
        return Name.of(python).<PickleValue>map(name -> name).or(() -> StorageType.of(python));
    }

    @Override
    public String advice(String python) {
        return python.startsWith("torch.") || python.startsWith("torchvision.")
                ? "A file of tensors alone is needed: torch.save(model.state_dict(), …)"
                : PickleObjects.super.advice(python);
    }

    @Override
    public PickleValue made(PickleValue what, PickleValue arguments, int at) {
        if (what instanceof Name name && arguments instanceof Tuple tuple) {
            return made(name, tuple.items(), at);
        }
        throw wrong(
                at,
                "only the names of dictionaries and tensors can be called, with a tuple; this is " + what.kind()
                        + " with " + arguments.kind());
    }

    private PickleValue made(Name name, List<PickleValue> given, int at) {
        return switch (name) {
            case ORDERED_TABLE -> given.isEmpty() ? new Table(at) : refused(name, given, at);
            case TENSOR -> given.size() == 4 ? tensor(given, at) : refused(name, given, at);
            case TENSOR_2 -> given.size() >= 6 && given.size() <= 7 ? tensor(given, at) : refused(name, given, at);
            case PARAMETER ->
                given.size() == 3 && given.getFirst() instanceof Tensor tensor ? tensor : refused(name, given, at);
        };
    }

    private PickleValue refused(Name name, List<PickleValue> given, int at) {
        throw wrong(at, name.kind() + " cannot be called with these " + given.size() + " arguments");
    }

    private Tensor tensor(List<PickleValue> given, int at) {
        if (!(given.get(0) instanceof Storage storage)
                || !(given.get(1) instanceof Whole first)
                || !(given.get(2) instanceof Tuple sizes)
                || !(given.get(3) instanceof Tuple strides)
                || sizes.items().size() != strides.items().size()
                || sizes.items().size() > MOST_DIMENSIONS) {
            throw wrong(
                    at,
                    "a tensor needs a storage, its first number, sizes and as many strides, at most "
                            + MOST_DIMENSIONS);
        }
        List<Integer> shape = wholes(sizes.items(), at);
        requireFew(shape, at);
        Tensor tensor = new Tensor(storage, first.value(), shape, wholes(strides.items(), at));
        if (first.value() < 0 || tensor.extent() > storage.count() - first.value()) {
            throw wrong(
                    at,
                    "a tensor of shape " + shape + " with strides " + tensor.strides() + " from number " + first.value()
                            + " does not lie within its storage of " + storage.count() + " numbers");
        }
        return tensor;
    }

    private void requireFew(List<Integer> shape, int at) {
        long count = 1;
        for (int size : shape) {
            count *= size;
            if (count > MOST_NUMBERS) {
                throw wrong(at, "a tensor of shape " + shape + " has more than " + MOST_NUMBERS + " numbers");
            }
        }
    }

    private List<Integer> wholes(List<PickleValue> values, int at) {
        return IntStream.range(0, values.size())
                .map(i -> {
                    if (values.get(i) instanceof Whole whole && whole.index() >= 0) {
                        return whole.index();
                    }
                    throw wrong(at, "sizes and strides of a tensor must be whole numbers from 0 to 2147483647");
                })
                .boxed()
                .toList();
    }

    /** What a dictionary knows of itself beside its entries, such as versions of modules, is left alone. */
    @Override
    public void complete(PickleValue object, PickleValue content, int at) {
        if (!(object instanceof Table) || !(content instanceof Table)) {
            throw wrong(at, object.kind() + " cannot have " + content.kind() + " as its content");
        }
    }

    @Override
    public PickleValue outside(PickleValue id, int at) {
        List<PickleValue> parts = id instanceof Tuple tuple ? tuple.items() : List.of();
        if (parts.size() < 5
                || parts.size() > 6
                || !parts.get(0).equals(new Text("storage"))
                || !(parts.get(1) instanceof StorageType type)
                || !(parts.get(2) instanceof Text key)
                || !(parts.get(4) instanceof Whole count)
                || count.value() < 0
                || count.value() > Long.MAX_VALUE / Long.BYTES
                || parts.size() == 6 && parts.get(5) != Constant.NONE) {
            throw wrong(at, "what lies outside of the pickle must be a whole storage: its type, key, place and size");
        }
        Storage storage = new Storage(key.text(), type.numbers(), count.value());
        Storage before = storages.putIfAbsent(storage.key(), storage);
        if (before != null && !before.equals(storage)) {
            throw wrong(at, "the storage with the key " + shown(storage.key()) + " has two sizes or types");
        }
        return storage;
    }

    /** A key as messages show it. */
    static String shown(String key) {
        String part = key.length() > MOST_SHOWN ? key.substring(0, MOST_SHOWN) + "…" : key;
        return "'" + part.replaceAll("[^ -~…]", "?") + "'";
    }

    private EspalierException wrong(int at, String sentence) {
        return new EspalierException(path + ": byte " + at + ": " + sentence + ".");
    }
}
