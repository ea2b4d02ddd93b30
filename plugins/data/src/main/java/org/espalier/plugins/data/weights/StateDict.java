package org.espalier.plugins.data.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.espalier.api.EspalierException;
import org.espalier.api.border.ImportedModel;
import org.espalier.api.border.ImportedModel.PictureOrder;
import org.espalier.api.border.ImportedTensor;
import org.espalier.api.border.NumberType;
import org.espalier.api.border.TensorView;
import org.espalier.plugins.data.pickle.PickleValue;
import org.espalier.plugins.data.pickle.PickleValue.Real;
import org.espalier.plugins.data.pickle.PickleValue.Table;
import org.espalier.plugins.data.pickle.PickleValue.Text;
import org.espalier.plugins.data.pickle.PickleValue.Whole;
import org.espalier.plugins.data.weights.TorchValue.Tensor;

/**
 * The tensors of a file of PyTorch, by name.
 *
 * @param path for messages
 */
record StateDict(Path path, TorchFile file) {
    /** What people call the tensors in a checkpoint that holds more than them. */
    private static final List<String> USUAL = List.of("state_dict", "model_state_dict", "model");

    private static final int MOST_TENSORS = 100_000;
    private static final int DEEPEST = 8;

    /**
     * The tensors, and what stands beside them.
     *
     * @param entry which dictionary of a checkpoint; empty: one of the usual names, else all
     */
    ImportedModel model(String entry) {
        if (!(file.content() instanceof Table root)) {
            throw new EspalierException(path + " holds " + file.content().kind()
                    + "; a dictionary of tensors is needed, as" + " torch.save(model.state_dict(), …) writes it.");
        }
        Table table = entry.isEmpty() ? usual(root) : named(root, entry);
        Map<String, ImportedTensor> tensors = new LinkedHashMap<>();
        collect(table, "", 0, tensors);
        if (tensors.isEmpty()) {
            throw new EspalierException(
                    path + " holds no tensors" + (entry.isEmpty() ? "." : " under '" + entry + "'."));
        }
        return new ImportedModel(List.copyOf(tensors.values()), PictureOrder.CHANNELS_FIRST, notes(root));
    }

    private static Table usual(Table root) {
        for (String name : USUAL) {
            if (root.entries.get(new Text(name)) instanceof Table inner) {
                return inner;
            }
        }
        return root;
    }

    private Table named(Table root, String entry) {
        if (root.entries.get(new Text(entry)) instanceof Table inner) {
            return inner;
        }
        List<String> there = new ArrayList<>();
        root.entries.forEach((key, value) -> {
            if (key instanceof Text name && value instanceof Table) {
                there.add(TorchObjects.shown(name.text()));
            }
        });
        throw new EspalierException(path + " has no dictionary '" + entry + "'; it has "
                + (there.isEmpty() ? "none" : String.join(", ", there)) + ".");
    }

    private void collect(Table table, String before, int depth, Map<String, ImportedTensor> tensors) {
        if (depth > DEEPEST) {
            throw new EspalierException(path + ": byte " + table.at + ": dictionaries lie more than " + DEEPEST
                    + " deep within each other.");
        }
        for (Map.Entry<PickleValue, PickleValue> entry : table.entries.entrySet()) {
            String name = before + (entry.getKey() instanceof Text text ? text.text() : number(entry.getKey()));
            switch (entry.getValue()) {
                case Tensor tensor -> tensors.put(name, imported(name, tensor));
                case Table inner -> collect(inner, name + ".", depth + 1, tensors);
                default -> {
                    // numbers and texts are no parameters
                }
            }
            if (tensors.size() > MOST_TENSORS) {
                throw new EspalierException(path + " holds more than " + MOST_TENSORS + " tensors.");
            }
        }
    }

    private static String number(PickleValue key) {
        return key instanceof Whole whole ? Long.toString(whole.value()) : "?";
    }

    private static Map<String, String> notes(Table root) {
        Map<String, String> notes = new LinkedHashMap<>();
        root.entries.forEach((key, value) -> {
            if (key instanceof Text name) {
                switch (value) {
                    case Text text -> notes.put(name.text(), text.text());
                    case Whole whole -> notes.put(name.text(), Long.toString(whole.value()));
                    case Real real -> notes.put(name.text(), Double.toString(real.value()));
                    default -> {
                        // no plain text
                    }
                }
            }
        });
        return notes;
    }

    private ImportedTensor imported(String name, Tensor tensor) {
        int[] shape = tensor.shape().stream().mapToInt(Integer::intValue).toArray();
        return new ImportedTensor(name, tensor.shape(), () -> new TensorView.Dense(name, shape, values(tensor)));
    }

    private float[] values(Tensor tensor) throws IOException {
        NumberType type = tensor.storage().type();
        long length = tensor.extent() * type.bytes();
        if (length > Integer.MAX_VALUE - 8) {
            throw new EspalierException(path + ": a tensor of shape " + tensor.shape() + " spreads over " + length
                    + " bytes; at most " + (Integer.MAX_VALUE - 8) + " are read.");
        }
        ByteBuffer bytes = ByteBuffer.wrap(file.bytes(tensor.storage(), tensor.first() * type.bytes(), (int) length))
                .order(ByteOrder.LITTLE_ENDIAN);
        float[] values = new float[tensor.count()];
        int[] index = new int[tensor.shape().size()];
        int place = 0;
        for (int i = 0; i < values.length; i++) {
            values[i] = type.at(bytes, place);
            for (int d = index.length - 1; d >= 0; d--) {
                place += tensor.strides().get(d);
                if (++index[d] < tensor.shape().get(d)) {
                    break;
                }
                place -= tensor.strides().get(d) * index[d];
                index[d] = 0;
            }
        }
        return values;
    }
}
