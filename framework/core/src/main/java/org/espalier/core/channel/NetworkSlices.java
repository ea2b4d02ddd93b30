package org.espalier.core.channel;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.espalier.api.border.TensorView;
import org.espalier.core.graph.Model;
import org.espalier.core.kernel.NativeMemory;
import org.espalier.core.model.Network;
import org.espalier.core.model.RunningStatistic;
import org.espalier.core.model.TrainedWeight;
import org.espalier.core.model.WeightSpec;
import org.espalier.core.storage.DenseWeight;
import org.espalier.core.storage.SparseWeight;
import org.espalier.core.storage.WeightStore;

/**
 * What a cut leaves of the parameters of a network.
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
    }

    Network of(Network network) {
        Map<String, TensorView> values = new LinkedHashMap<>();
        Map<String, long[]> seen = new LinkedHashMap<>();
        for (WeightSpec spec : whole.weights()) {
            TrainedWeight weight = network.weight(spec.name());
            Places places = places(spec);
            values.put(spec.name(), slice(weight.store(), places));
            if (weight.latent()) {
                seen.put(spec.layer(), positions(weight.links(), places));
            }
        }
        network.vectors().forEach(vector -> values.put(vector.shape().name(), slice(vector)));
        for (RunningStatistic statistic : network.statistics()) {
            values.put(statistic.store().shape().name(), slice(statistic.store()));
        }
        Network smaller = Network.restored(cut.model().parameters(), values, "What is left of the network");
        seen.forEach((layer, positions) -> smaller.weightOf(layer).makeLatent(positions));
        return smaller;
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

    private static TensorView slice(WeightStore store, Places places) {
        String name = store.shape().name();
        long[] positions = positions(store, places);
        float[] values = new float[positions.length];
        int next = 0;
        for (int row = 0; row < store.shape().rows(); row++) {
            for (int k = store.rowStart(row); k < store.rowStart(row + 1); k++) {
                if (places.of(row, store.column(k)) != Places.GONE) {
                    values[next++] = NativeMemory.getFloat(store.values() + 4L * k);
                }
            }
        }
        return store instanceof SparseWeight
                ? links(name, places, positions, values)
                : new TensorView.Dense(name, new int[] {values.length}, values);
    }

    private static TensorView links(String name, Places places, long[] positions, float[] values) {
        int rows =
                (int) Arrays.stream(places.rows).filter(r -> r != Places.GONE).count();
        int[] rowStarts = new int[rows + 1];
        int[] columns = new int[positions.length];
        for (int k = 0; k < positions.length; k++) {
            rowStarts[(int) (positions[k] / places.left) + 1]++;
            columns[k] = (int) (positions[k] % places.left);
        }
        Arrays.parallelPrefix(rowStarts, Integer::sum);
        return new TensorView.Sparse(name, new int[] {rows, places.left}, rowStarts, columns, values);
    }

    /** Where what is left of the stored values stands, ascending. */
    private static long[] positions(WeightStore store, Places places) {
        long[] positions = new long[store.count()];
        int next = 0;
        for (int row = 0; row < store.shape().rows(); row++) {
            for (int k = store.rowStart(row); k < store.rowStart(row + 1); k++) {
                long position = places.of(row, store.column(k));
                if (position != Places.GONE) {
                    positions[next++] = position;
                }
            }
        }
        return Arrays.copyOf(positions, next);
    }

    private TensorView slice(DenseWeight vector) {
        String name = vector.shape().name();
        float[] all = NativeMemory.floats(vector.values(), vector.count());
        int[] rows = cut.rows(name, all.length);
        float[] left = new float[rows.length];
        for (int i = 0; i < rows.length; i++) {
            left[i] = all[rows[i]];
        }
        return new TensorView.Dense(name, new int[] {left.length}, left);
    }
}
