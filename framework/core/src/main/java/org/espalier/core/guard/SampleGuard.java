package org.espalier.core.guard;

import java.util.BitSet;
import org.espalier.api.loop.ExampleSampler;
import org.espalier.api.loop.ExampleView;

/** Calls a sampler; epochs have a size that can be, and every example in them is there once. */
record SampleGuard(ExampleSampler plugin, Calls calls) implements ExampleSampler, Guarded {
    @Override
    public Caller caller() {
        return calls.caller();
    }

    @Override
    public int size(int examples) {
        int size = calls.get("size", () -> plugin.size(examples));
        if (size < 1 || size > examples) {
            throw calls.wrong("size", size + " of " + examples + " examples; an epoch has 1 to all of them.");
        }
        return size;
    }

    @Override
    public void choose(ExampleView examples, int[] chosen) {
        calls.run("choose", () -> plugin.choose(examples, chosen));
        BitSet there = new BitSet();
        for (int id : chosen) {
            if (id < 0 || id >= examples.count()) {
                throw calls.wrong(
                        "choose", "example " + id + "; they are numbered from 0 to " + (examples.count() - 1) + ".");
            }
            if (there.get(id)) {
                throw calls.wrong("choose", "example " + id + " twice; an epoch has every example at most once.");
            }
            there.set(id);
        }
    }
}
