package org.espalier.plugins.data.weights;

import java.io.IOException;
import org.espalier.plugins.data.pickle.PickleValue;
import org.espalier.plugins.data.weights.TorchValue.Storage;

/** A file of {@code torch.save}: a pickle that describes tensors, and the storages they are views of. */
interface TorchFile {
    /** No description is longer; it takes some hundred bytes for a tensor. */
    int LONGEST_PICKLE = 1 << 22;

    /** What the pickle holds. */
    PickleValue content();

    /**
     * Bytes of a storage.
     *
     * @param from the first of them
     * @throws org.espalier.api.EspalierException when they are not there any more
     */
    byte[] bytes(Storage storage, long from, int length) throws IOException;
}
