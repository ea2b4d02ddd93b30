package org.espalier.core.bench;

import java.util.List;
import org.espalier.api.backend.Kernels;
import org.espalier.core.kernel.KernelData;

/**
 * A call of every kernel of a backend, of some in several shapes. The same sizes give the same calls with the same arguments for
 * every backend. They are valid until {@link #close}.
 */
public final class KernelCalls implements AutoCloseable {
    private static final long SEED = 1;

    private final KernelData data = new KernelData(SEED, 0);
    private final List<KernelCall> all;
    private final List<LayerCalls> layers;

    public KernelCalls(Kernels kernels, KernelSizes sizes) {
        CallList list = new CallList(kernels, sizes, data);
        this.layers = List.copyOf(LinearCalls.addTo(list));
        ConvolutionCalls.addTo(list);
        SumCalls.addTo(list);
        SequenceCalls.addTo(list);
        NormalisationCalls.addTo(list);
        ElementCalls.addTo(list);
        PositionCalls.addTo(list);
        CellCalls.addTo(list);
        LossCalls.addTo(list);
        this.all = list.calls();
    }

    /** All calls, each with a name of its own. */
    public List<KernelCall> all() {
        return all;
    }

    /** Which of them are the products of a layer. */
    public List<LayerCalls> layers() {
        return layers;
    }

    /** Memory of the arguments. */
    public long bytes() {
        return data.bytes();
    }

    @Override
    public void close() {
        data.close();
    }
}
