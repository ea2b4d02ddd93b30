package org.espalier.core.channel;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.espalier.api.border.TensorView;
import org.espalier.core.graph.Model;
import org.espalier.core.kernel.NativeMemory;
import org.espalier.core.model.Network;
import org.espalier.core.model.TrainedWeight;
import org.espalier.core.model.WeightSpec;
import org.espalier.core.storage.SparseWeight;
import org.espalier.core.storage.WeightStore;

/**
 * What a cut leaves of the parameters of a network and of their slots.
 *
 * @param whole the model before the cut
 */
record NetworkSlices(ChannelCut cut, Model whole) {
    /** Where the rows and columns of a weight are in what is left of it. */
    private record Places(int[] rows, int[] columns, int left) {
        private static final int GONE = -1;

        /** The position in the smaller weight, or {@link #GONE}. */
        long of(int row, int column) {
            int r = rows[row];
            int c = columns[column];
            return r == GONE || c == GONE ? GONE : (long) r * left + c;
        }

        /** Which stored values stay, ascending. */
        int[] staying(WeightStore store) {
            int[] stays = new int[store.count()];
            int next = 0;
            for (int row = 0; row < store.shape().rows(); row++) {
                for (int k = store.rowStart(row); k < store.rowStart(row + 1); k++) {
                    if (of(row, store.column(k)) != GONE) {
                        stays[next++] = k;
                    }
                }
            }
            return Arrays.copyOf(stays, next);
        }

        /** Where stored values that stay will stand, ascending. */
        long[] positions(WeightStore store, int... stays) {
            return Arrays.stream(stays)
                    .mapToLong(k -> of(store.row(k), store.column(k)))
                    .toArray();
        }
    }

    Network of(Network network) {
        Map<String, TensorView> values = new LinkedHashMap<>();
        Map<String, int[]> left = new LinkedHashMap<>();
        Map<String, long[]> seen = new LinkedHashMap<>();
        for (WeightSpec spec : whole.weights()) {
            TrainedWeight weight = network.weight(spec.name());
            Places places = places(spec);
            int[] stays = places.staying(weight.store());
            left.put(spec.name(), stays);
            values.put(spec.name(), view(weight.store(), places, stays));
            if (weight.latent()) {
                seen.put(spec.layer(), places.positions(weight.links(), places.staying(weight.links())));
            }
        }
        for (WeightStore vector : network.stored()) {
            String name = vector.shape().name();
            if (!left.containsKey(name)) {
                int[] stays = cut.rows(name, vector.count());
                left.put(name, stays);
                values.put(name, dense(vector, stays));
            }
        }
        Network smaller = Network.restored(cut.model().parameters(), values, "What is left of the network");
        seen.forEach((layer, positions) -> smaller.weightOf(layer).makeLatent(positions));
        moveSlots(network.parameters(), smaller.parameters(), left);
        return smaller;
    }

    private static void moveSlots(List<WeightStore> from, List<WeightStore> to, Map<String, int[]> left) {
        for (int i = 0; i < from.size(); i++) {
            WeightStore parameter = from.get(i);
            to.get(i)
                    .slotsOf(
                            parameter,
                            Objects.requireNonNull(left.get(parameter.shape().name())));
        }
    }

    private Places places(WeightSpec spec) {
        int taps = spec.shape().taps();
        int[] rows = new int[spec.shape().rows()];
        Arrays.fill(rows, Places.GONE);
        int[] keptRows = cut.rows(spec.name(), rows.length);
        for (int r = 0; r < keptRows.length; r++) {
            rows[keptRows[r]] = r;
        }
        int[] columns = new int[spec.shape().columns()];
        Arrays.fill(columns, Places.GONE);
        int[] keptChannels = cut.channels(spec.name(), spec.shape().channels());
        for (int c = 0; c < keptChannels.length; c++) {
            for (int tap = 0; tap < taps; tap++) {
                columns[keptChannels[c] * taps + tap] = c * taps + tap;
            }
        }
        return new Places(rows, columns, keptChannels.length * taps);
    }

    private static TensorView view(WeightStore store, Places places, int... stays) {
        return store instanceof SparseWeight ? sparse(store, places, stays) : dense(store, stays);
    }

    private static TensorView dense(WeightStore store, int... stays) {
        float[] values = values(store, stays);
        return new TensorView.Dense(store.shape().name(), new int[] {values.length}, values);
    }

    private static TensorView sparse(WeightStore store, Places places, int... stays) {
        long[] positions = places.positions(store, stays);
        int rows =
                (int) Arrays.stream(places.rows).filter(r -> r != Places.GONE).count();
        int[] rowStarts = new int[rows + 1];
        int[] columns = new int[positions.length];
        for (int k = 0; k < positions.length; k++) {
            rowStarts[(int) (positions[k] / places.left) + 1]++;
            columns[k] = (int) (positions[k] % places.left);
        }
        Arrays.parallelPrefix(rowStarts, Integer::sum);
        return new TensorView.Sparse(
                store.shape().name(), new int[] {rows, places.left}, rowStarts, columns, values(store, stays));
    }

    private static float[] values(WeightStore store, int... stays) {
        float[] values = new float[stays.length];
        for (int k = 0; k < stays.length; k++) {
            values[k] = NativeMemory.getFloat(store.values() + 4L * stays[k]);
        }
        return values;
    }
}
