package org.espalier.core.bench;

import org.espalier.api.backend.Kernels;
import org.espalier.api.backend.Panel;
import org.espalier.api.backend.SparseMatrix;
import org.espalier.core.kernel.KernelData;

/** Sums over positions, over neighbours in a graph, and what pools take of four tiles. */
final class SumCalls {
    private static final double NEIGHBOURS = 8;
    private static final int SOURCES = 4;

    private SumCalls() {}

    static void addTo(CallList list) {
        rows(list);
        neighbours(list);
        pools(list);
    }

    private static void rows(CallList list) {
        Kernels kernels = list.kernels();
        Panel panel = list.panel();
        int features = list.sizes().features();
        long plane = list.data().plane(panel, features);
        long sums = list.data().zeros(features);
        list.floats(
                "rowSums",
                features + " features",
                (double) features * panel.capacity(),
                () -> kernels.rowSums(features, panel, plane, sums, 0, features));
    }

    private static void neighbours(CallList list) {
        Kernels kernels = list.kernels();
        KernelData data = list.data();
        Panel panel = list.panel();
        int features = list.sizes().features();
        int nodes = panel.capacity();
        SparseMatrix neighbours = data.mapped(
                data.matrix(nodes, nodes, NEIGHBOURS / nodes),
                node -> node / panel.width() * features * panel.width() + node % panel.width());
        long in = data.plane(panel, features);
        long out = data.plane(panel, features);
        list.flops(
                "aggregate",
                features + " features of 8 neighbours",
                2.0 * neighbours.links() * features,
                () -> kernels.aggregate(neighbours, panel, features, in, out, false, 0, features));
    }

    private static void pools(CallList list) {
        Kernels kernels = list.kernels();
        KernelData data = list.data();
        int floats = list.tileFloats();
        long sources = data.addresses(SOURCES, floats);
        long winners = data.winners(SOURCES, floats);
        long numbers = data.table(0, 1, 2, 3);
        long out = data.zeros(floats);
        long won = data.zeros(floats);
        String shape = "4 tiles of " + list.sizes().features() + " features";
        list.floats(
                "maximum",
                shape,
                (SOURCES + 2.0) * floats,
                () -> kernels.maximum(sources, numbers, SOURCES, out, won, floats));
        list.floats(
                "sumWhereWon",
                shape,
                (2.0 * SOURCES + 1) * floats,
                () -> kernels.sumWhereWon(sources, winners, numbers, SOURCES, out, false, floats));
        list.floats(
                "scaledSum",
                shape,
                (SOURCES + 1.0) * floats,
                () -> kernels.scaledSum(sources, SOURCES, 0.25f, out, false, floats));
    }
}
