package org.espalier.core.train;

import java.util.List;
import org.espalier.core.checkpoint.RunState;
import org.espalier.core.checkpoint.StateReader;
import org.espalier.core.checkpoint.StateWriter;
import org.espalier.core.kernel.NativeMemory;
import org.espalier.core.model.Network;
import org.espalier.core.model.RunningStatistic;
import org.espalier.core.model.TrainedWeight;
import org.espalier.core.storage.DenseWeight;
import org.espalier.core.storage.LatentWeight;
import org.espalier.core.storage.SparseWeight;
import org.espalier.core.storage.Topology;
import org.espalier.core.storage.WeightStore;

/**
 * Links, values and slots of every parameter, and the values of every statistic. The arrays of a sparse weight are {@code NAME.row_starts},
 * {@code NAME.columns} and {@code NAME.values}; those of a dense one {@code NAME.values}; a slot is
 * {@code NAME.slot.SLOT}. Those of a latent one are those of a dense one, and the links it is seen with,
 * {@code NAME.seen.row_starts} and {@code NAME.seen.columns}.
 */
public final class ParameterState implements RunState {
    /** What it is called among the states of a run. */
    public static final String NAME = "parameters";

    private static final String ROW_STARTS = ".row_starts";
    private static final String COLUMNS = ".columns";
    private static final String SEEN = ".seen";
    private static final String VALUES = ".values";

    private final Network network;
    private final List<String> slots;

    /**
     * @param slots what the optimizer keeps for each value
     */
    public ParameterState(Network network, List<String> slots) {
        this.network = network;
        this.slots = List.copyOf(slots);
    }

    @Override
    public String stateName() {
        return NAME;
    }

    @Override
    public void save(StateWriter out) {
        for (WeightStore parameter : network.parameters()) {
            String name = parameter.shape().name();
            if (parameter instanceof SparseWeight sparse) {
                saveLinks(name, sparse, out);
            } else if (parameter instanceof LatentWeight latent) {
                saveLinks(name + SEEN, latent.seen(), out);
            }
            out.floats(name + VALUES, parameter.values(), parameter.count());
            for (int s = 0; s < slots.size(); s++) {
                out.floats(slot(name, s), parameter.slot(s), parameter.count());
            }
        }
        for (RunningStatistic statistic : network.statistics()) {
            DenseWeight store = statistic.store();
            out.floats(store.shape().name() + VALUES, store.values(), store.count());
        }
    }

    private static void saveLinks(String name, SparseWeight sparse, StateWriter out) {
        out.ints(name + ROW_STARTS, sparse.matrix().rowStarts(), sparse.shape().rows() + 1);
        out.ints(name + COLUMNS, sparse.matrix().columnIndices(), sparse.count());
    }

    @Override
    public void restore(StateReader in) {
        for (TrainedWeight weight : network.weights()) {
            String name = weight.shape().name();
            if (in.holds(name + ROW_STARTS)) {
                restoreSparse(weight, in);
            } else if (in.holds(name + SEEN + ROW_STARTS)) {
                restoreLatent(weight, in);
            } else if (weight.store() instanceof DenseWeight dense) {
                restoreValues(dense, in);
            } else {
                throw in.misfit("stores the weight of " + weight.layer() + " densely, and the recipe makes it "
                        + weight.storage());
            }
        }
        network.vectors().forEach(vector -> restoreValues(vector, in));
        for (RunningStatistic statistic : network.statistics()) {
            DenseWeight store = statistic.store();
            store.set(in.floats(store.shape().name() + VALUES, store.count()));
        }
    }

    private void restoreSparse(TrainedWeight weight, StateReader in) {
        String name = weight.shape().name();
        Topology topology = topology(weight, name, in);
        float[][] columns = new float[1 + slots.size()][];
        columns[0] = in.floats(name + VALUES, topology.count());
        for (int s = 0; s < slots.size(); s++) {
            columns[1 + s] = in.floats(slot(name, s), topology.count());
        }
        switch (weight.store()) {
            case DenseWeight _ -> weight.makeSparse(topology.positions());
            case LatentWeight _ -> weight.settle();
            case SparseWeight _ -> {}
        }
        weight.links().replace(topology, columns);
    }

    private void restoreLatent(TrainedWeight weight, StateReader in) {
        Topology topology = topology(weight, weight.shape().name() + SEEN, in);
        if (weight.store() instanceof DenseWeight) {
            weight.makeLatent(topology.positions());
        }
        if (!(weight.store() instanceof LatentWeight latent)) {
            throw in.misfit(
                    "stores a latent weight of " + weight.layer() + ", and the recipe makes it " + weight.storage());
        }
        latent.look(topology);
        restoreValues(latent, in);
    }

    private static Topology topology(TrainedWeight weight, String name, StateReader in) {
        try {
            return Topology.of(weight.shape(), in.ints(name + ROW_STARTS), in.ints(name + COLUMNS));
        } catch (IllegalArgumentException e) {
            throw in.misfit("has wrong links: " + e.getMessage());
        }
    }

    private void restoreValues(WeightStore parameter, StateReader in) {
        String name = parameter.shape().name();
        parameter.set(in.floats(name + VALUES, parameter.count()));
        for (int s = 0; s < slots.size(); s++) {
            NativeMemory.copy(in.floats(slot(name, s), parameter.count()), 0, parameter.slot(s), parameter.count());
        }
    }

    private String slot(String parameter, int index) {
        return parameter + ".slot." + slots.get(index);
    }
}
