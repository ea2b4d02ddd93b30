package org.espalier.core.graph;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.espalier.api.RandomStream;
import org.espalier.api.backend.Kernels;
import org.espalier.api.backend.TileKernels;
import org.espalier.core.kernel.GrowingMemory;
import org.espalier.core.kernel.NativeMemory;
import org.espalier.core.model.Network;
import org.espalier.core.model.RunningStatistic;
import org.espalier.core.model.TrainedWeight;
import org.espalier.core.storage.DenseWeight;

/** What operations are bound to: planes, parameters, kernels. */
public final class Binding {
    /** Chunks of work that may want scratch at one time. */
    public static final int CHUNKS = 12;

    private final Geometry geometry;
    private final Network network;
    private final Kernels kernels;
    private final NativeMemory memory;
    private final Optional<RandomStream> random;
    private final BatchState batch;
    private final Map<Value, Plane> planes = new LinkedHashMap<>();
    private final Map<Value, Plane> gradients = new LinkedHashMap<>();
    private final Map<Long, Long> scratch = new HashMap<>();
    private final Map<Operation, Object> shared = new HashMap<>();
    private final Set<String> asked = new LinkedHashSet<>();
    private final GrowingMemory linkLanes = new GrowingMemory();
    private final GrowingMemory bf16 = new GrowingMemory();
    private long lanes;

    /**
     * Gives every value its memory.
     *
     * @param memory where planes and scratch are kept
     * @param random what operations draw from in training; empty: there will be no backward passes
     */
    public Binding(
            Geometry geometry,
            Network network,
            Kernels kernels,
            NativeMemory memory,
            Optional<RandomStream> random,
            BatchState batch) {
        this.geometry = geometry;
        this.network = network;
        this.kernels = kernels;
        this.memory = memory;
        this.random = random;
        this.batch = batch;
        for (Value value : geometry.values()) {
            Plane plane = geometry.plane(value);
            Value home = geometry.home(value);
            planes.put(
                    value, home == value ? fresh(plane) : plane.at(plane(home).address()));
            if (training() && value.trained()) {
                gradients.put(
                        value,
                        home == value
                                ? fresh(plane)
                                : plane.at(gradient(home).orElseThrow().address()));
            }
        }
    }

    private Plane fresh(Plane plane) {
        return plane.at(memory.allocate(plane.bytes()));
    }

    public Geometry geometry() {
        return geometry;
    }

    /** A weight, which the operation that is being bound reads. */
    public TrainedWeight weight(String name) {
        asked.add(name);
        return network.weight(name);
    }

    /** A vector, which the operation that is being bound reads. */
    public DenseWeight vector(String name) {
        asked.add(name);
        return network.vector(name);
    }

    /** A running statistic, which the operation that is being bound reads. */
    public RunningStatistic statistic(String name) {
        asked.add(name);
        return network.statistic(name);
    }

    /** Names of the parameters and statistics that were asked for since this was called before. */
    public List<String> asked() {
        List<String> names = List.copyOf(asked);
        asked.clear();
        return names;
    }

    public Kernels kernels() {
        return kernels;
    }

    public NativeMemory memory() {
        return memory;
    }

    /** Whether there will be backward passes. */
    public boolean training() {
        return random.isPresent();
    }

    /** What operations draw from; empty outside of training. */
    public Optional<RandomStream> random() {
        return random;
    }

    public BatchState batch() {
        return batch;
    }

    /** Where a value lies. */
    public Plane plane(Value value) {
        Plane plane = planes.get(value);
        if (plane == null) {
            throw new IllegalStateException(value + " is no value of this graph");
        }
        return plane;
    }

    /** Where the gradient of a value lies; empty when it has none. */
    public Optional<Plane> gradient(Value value) {
        return Optional.ofNullable(gradients.get(value));
    }

    /**
     * What the passes of several operations share.
     *
     * @param owner the operation it is found by
     */
    public <T> T shared(Operation owner, Class<T> kind, Supplier<T> maker) {
        return kind.cast(shared.computeIfAbsent(owner, o -> maker.get()));
    }

    /** Scratch of {@link TileKernels#LANE_BYTES} for a chunk in [0, {@link #CHUNKS}); passes share it. */
    public long lanes(int chunk) {
        if (lanes == 0) {
            lanes = memory.allocate(CHUNKS * TileKernels.LANE_BYTES);
        }
        return lanes + chunk * TileKernels.LANE_BYTES;
    }

    /** Scratch for a chunk in [0, {@link #CHUNKS}); passes that ask for as many bytes share it. */
    public long scratch(int chunk, long bytes) {
        long aligned = (bytes + 63) / 64 * 64;
        return scratch.computeIfAbsent(aligned, size -> memory.allocate(CHUNKS * size)) + chunk * aligned;
    }

    /** Scratch for the lanes of all links of a weight; passes share it, and each closes it. */
    public GrowingMemory linkLanes() {
        return linkLanes;
    }

    /** Scratch for a copy of a plane in bfloat16; passes share it, and each closes it. */
    public GrowingMemory bf16() {
        return bf16;
    }

    /** The scratch of every chunk. */
    public long[] lanes() {
        long[] all = new long[CHUNKS];
        Arrays.setAll(all, this::lanes);
        return all;
    }
}
