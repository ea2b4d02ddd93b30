package org.espalier.core.guard;

import java.util.Arrays;
import java.util.function.Consumer;
import org.espalier.api.border.Dataset;
import org.espalier.api.border.Examples;
import org.jspecify.annotations.Nullable;

/** Looks at data a plugin delivered, and lets its examples be read through guards. */
record DatasetCheck(Calls calls, String call) {
    /** A NaN that no arithmetic gives: what is still there was not written. */
    private static final int UNWRITTEN = 0x7FC5_A5A5;

    Dataset guarded(Dataset data) {
        calls.given(call, data.name());
        if (data.shape().isEmpty()
                || data.shape().size() > 3
                || data.shape().stream().anyMatch(size -> size < 1)) {
            throw calls.wrong(
                    call,
                    "examples of shape " + data.shape()
                            + "; a shape is [features], [steps, features] or [height, width, channels].");
        }
        if (data.targets() < 1) {
            throw calls.wrong(call, "data with " + data.targets() + " targets; there must be at least 1.");
        }
        if (data.classification() && data.classNames().size() != data.targets()) {
            throw calls.wrong(call, data.classNames().size() + " names for " + data.targets() + " classes.");
        }
        Examples train = examples("train", data, data.train());
        Examples test = examples("test", data, data.test());
        if (test.count() > 0 && test.positions() != train.positions()) {
            throw calls.wrong(
                    "positions",
                    test.positions() + " positions with labels in a test example, and " + train.positions()
                            + " in one to learn from; they are the same.");
        }
        return data.with(train, test);
    }

    private Examples examples(String split, Dataset data, @Nullable Examples examples) {
        Examples given = calls.given(call, examples);
        int count = calls.get("count", given::count);
        if (count < 0) {
            throw calls.wrong("count", count + " " + split + " examples.");
        }
        int positions = calls.get("positions", given::positions);
        if (positions < 1 || positions > 1 && !data.classification()) {
            throw calls.wrong(
                    "positions",
                    positions + " positions with labels; there is at least 1, and with numbers for targets no more.");
        }
        // Linked examples may be there for their neighbours alone.
        int least = data.classification() && data.graph().isEmpty() ? 0 : -1;
        boolean mixes = calls.get("mixesTargets", given::mixesTargets);
        Examples guarded = new ExamplesGuard(given, calls, count, positions, mixes, least, data.targets() - 1);
        if (count > 0) {
            requireWritten("features", data.features(), row -> guarded.features(0, row));
            requireLabelled(data, positions, guarded);
        }
        return guarded;
    }

    private void requireLabelled(Dataset data, int positions, Examples guarded) {
        if (positions == 1) {
            requireWritten("target", data.targets(), row -> guarded.target(0, row));
            return;
        }
        int[] row = new int[positions];
        Arrays.fill(row, UNWRITTEN);
        guarded.labels(0, row);
    }

    /** The first example shows whether a source writes as many numbers as it promises. */
    private void requireWritten(String what, int length, Consumer<float[]> write) {
        float[] row = new float[length];
        Arrays.fill(row, Float.intBitsToFloat(UNWRITTEN));
        write.accept(row);
        for (int i = 0; i < length; i++) {
            if (Float.floatToRawIntBits(row[i]) == UNWRITTEN) {
                throw calls.wrong(what, "number " + i + " of " + length + " of an example was not written.");
            }
        }
    }
}
