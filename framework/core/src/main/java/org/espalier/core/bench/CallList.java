package org.espalier.core.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.espalier.api.backend.Kernels;
import org.espalier.api.backend.Panel;
import org.espalier.core.kernel.KernelData;

/** Calls as they are put together, and what their arguments are drawn from. */
final class CallList {
    private final Kernels kernels;
    private final KernelSizes sizes;
    private final KernelData data;
    private final List<KernelCall> calls = new ArrayList<>();

    CallList(Kernels kernels, KernelSizes sizes, KernelData data) {
        this.kernels = kernels;
        this.sizes = sizes;
        this.data = data;
    }

    Kernels kernels() {
        return kernels;
    }

    KernelSizes sizes() {
        return sizes;
    }

    KernelData data() {
        return data;
    }

    Panel panel() {
        return sizes.panel();
    }

    /** All features of all examples of a tile. */
    int tileFloats() {
        return sizes.features() * sizes.panel().width();
    }

    List<KernelCall> calls() {
        return List.copyOf(calls);
    }

    /** A call whose work is arithmetic. */
    KernelCall flops(String kernel, String shape, double flops, Runnable call) {
        return add(new KernelCall(kernel, shape, KernelCall.Unit.FLOPS, flops, call));
    }

    /** A call whose work is to read and write so many floats. */
    KernelCall floats(String kernel, String shape, double floats, Runnable call) {
        return add(new KernelCall(kernel, shape, KernelCall.Unit.BYTES, 4 * floats, call));
    }

    private KernelCall add(KernelCall call) {
        calls.add(call);
        return call;
    }

    static String percent(double sparsity) {
        return String.format(Locale.ROOT, "%.0f %%", 100 * sparsity);
    }
}
