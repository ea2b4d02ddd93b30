package org.espalier.core.guard;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.espalier.api.EspalierException;
import org.espalier.api.border.ImportedModel;
import org.espalier.api.border.ImportedTensor;
import org.espalier.api.border.Importer;
import org.espalier.api.border.TensorView;

/** Calls an importer; what it delivers is checked, and so is every tensor read from it. */
record ImporterGuard(Importer plugin, Calls calls) implements Importer, Guarded {
    private static final String CALL = "read";

    @Override
    public Caller caller() {
        return calls.caller();
    }

    @Override
    public ImportedModel read(Path file) throws IOException {
        ImportedModel model = called(() -> plugin.read(file));
        Set<String> names = new HashSet<>();
        List<ImportedTensor> tensors = new ArrayList<>();
        for (ImportedTensor tensor : model.tensors()) {
            if (!names.add(tensor.name())) {
                throw calls.wrong(CALL, "two tensors called '" + tensor.name() + "'.");
            }
            tensors.add(new ImportedTensor(tensor.name(), tensor.shape(), () -> content(tensor)));
        }
        return new ImportedModel(tensors, model.pictures(), model.notes());
    }

    private TensorView content(ImportedTensor tensor) throws IOException {
        TensorView view = called(() -> tensor.content().read());
        int[] shape = tensor.shape().stream().mapToInt(Integer::intValue).toArray();
        if (!Arrays.equals(view.shape(), shape)) {
            throw calls.wrong(
                    CALL,
                    "values of shape " + Arrays.toString(view.shape()) + " for '" + tensor.name() + "' of shape "
                            + tensor.shape() + ".");
        }
        if (view instanceof TensorView.Dense dense && dense.values().length != tensor.count()) {
            throw calls.wrong(
                    CALL,
                    dense.values().length + " values for '" + tensor.name() + "' of shape " + tensor.shape() + ".");
        }
        if (view instanceof TensorView.Sparse sparse) {
            sparse.fault().ifPresent(fault -> {
                throw calls.wrong(CALL, "links for '" + tensor.name() + "' that are none: " + fault + ".");
            });
        }
        return view;
    }

    private interface Reading<T> {
        T read() throws IOException;
    }

    private <T> T called(Reading<T> reading) throws IOException {
        calls.enter(CALL);
        try {
            T answer = calls.given(CALL, reading.read());
            calls.returned();
            return answer;
        } catch (EspalierException | IOException e) {
            // A missing or damaged file is no fault of the plugin.
            calls.returned();
            throw e;
        } catch (Throwable e) {
            throw calls.failed(CALL, e);
        } finally {
            calls.leave();
        }
    }
}
