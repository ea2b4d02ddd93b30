package org.espalier.core.graph;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How the values of a graph lie in memory for batches of one capacity: borders, sizes, and who shares with whom. */
public final class Geometry {
    /** Where a value is used. */
    private record Use(Operation operation, int index) {}

    /** Examples of a block. */
    private static final int MOST_LANES = 128;

    private final List<Operation> operations;
    private final int blocks;
    private final int lanes;
    private final Set<Value> values = new LinkedHashSet<>();
    private final Map<Value, Integer> borders = new LinkedHashMap<>();
    private final Map<Value, List<Use>> uses = new LinkedHashMap<>();
    private final Map<Value, Operation> makers = new LinkedHashMap<>();

    /**
     * @param input the value the data are written to
     * @param operations in the order of computation
     * @param capacity most examples of a batch
     */
    public Geometry(Value input, List<Operation> operations, int capacity) {
        this.operations = List.copyOf(operations);
        this.blocks = Math.ceilDiv(capacity, MOST_LANES);
        this.lanes = Math.ceilDiv(Math.ceilDiv(capacity, blocks), 16) * 16;
        note(input, 0);
        for (Operation operation : operations) {
            for (int i = 0; i < operation.inputs().size(); i++) {
                Value in = operation.inputs().get(i);
                note(in, operation.inputBorder());
                uses.computeIfAbsent(in, v -> new ArrayList<>()).add(new Use(operation, i));
            }
            note(operation.output(), operation.output().trained() ? operation.outputBorder() : 0);
            makers.put(operation.output(), operation);
        }
    }

    private void note(Value value, int border) {
        values.add(value);
        borders.merge(value, border, Math::max);
    }

    /** All values, in the order they are made. */
    public Set<Value> values() {
        return values;
    }

    public List<Operation> operations() {
        return operations;
    }

    /** Blocks of examples. */
    public int blocks() {
        return blocks;
    }

    /** Examples of a block. */
    public int lanes() {
        return lanes;
    }

    /** The plane of a value, without an address. */
    public Plane plane(Value value) {
        Optional<Routing> routing = value.positions().routing();
        if (routing.isPresent()) {
            int routed = routing.get().blocks(blocks, lanes);
            return new Plane(0, routed, value.positions(), 0, value.features(), Routing.LANES);
        }
        return new Plane(0, blocks, value.positions(), borders.getOrDefault(value, 0), value.features(), lanes);
    }

    /** The value whose plane a value shares; itself when it has a plane of its own. */
    public Value home(Value value) {
        Operation maker = makers.get(value);
        if (maker == null || !shares(maker)) {
            return value;
        }
        return home(maker.inputs().getFirst());
    }

    /**
     * Whether input and output of a view lie in the same memory. That needs planes without borders, and, because they
     * share the gradient too, an input that nobody else reads.
     */
    public boolean shares(Operation operation) {
        if (!operation.view()) {
            return false;
        }
        Value in = operation.inputs().getFirst();
        return plane(in).border() == 0
                && plane(operation.output()).border() == 0
                && uses.getOrDefault(in, List.of()).size() == 1;
    }

    /** Whether the gradient of an input is begun by others, so that an operation adds to it. */
    public boolean adds(Operation operation, int index) {
        List<Use> users = uses.getOrDefault(operation.inputs().get(index), List.of());
        return !users.getLast().equals(new Use(operation, index));
    }

    /** Whether an operation applies the mask of whoever made its first input. */
    public boolean appliesMask(Operation operation) {
        Value in = operation.inputs().getFirst();
        Operation maker = makers.get(in);
        return maker != null
                && maker.masks()
                && operation.appliesMask()
                && uses.getOrDefault(in, List.of()).size() == 1;
    }

    /** Whether the only reader of an operation's output applies its mask. */
    public boolean maskedByReader(Operation operation) {
        List<Use> users = uses.getOrDefault(operation.output(), List.of());
        return users.size() == 1 && appliesMask(users.getFirst().operation());
    }

    /** Bytes of all planes. */
    public long bytes(boolean training) {
        long bytes = 0;
        for (Value value : values) {
            if (home(value) == value) {
                long plane = plane(value).bytes();
                bytes += plane + (training && value.trained() ? plane : 0);
            }
        }
        return bytes;
    }
}
