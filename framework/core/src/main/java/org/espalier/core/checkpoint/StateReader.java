package org.espalier.core.checkpoint;

import java.nio.file.Path;
import java.util.Map;
import org.espalier.api.EspalierException;
import org.espalier.core.files.StoredArray;
import org.espalier.core.json.Json;

/** Gives the values of one state back. */
public final class StateReader {
    private final Path checkpoint;
    private final String state;
    private final Json values;
    private final Map<String, StoredArray> arrays;

    StateReader(Path checkpoint, String state, Json values, Map<String, StoredArray> arrays) {
        this.checkpoint = checkpoint;
        this.state = state;
        this.values = values;
        this.arrays = arrays;
    }

    /** Where the values come from, for messages. */
    public Path checkpoint() {
        return checkpoint;
    }

    /** A small value. */
    public Json value(String key) {
        Json value = values.members().get(key);
        if (value == null) {
            throw misfit("has no value " + state + "/" + key);
        }
        return value;
    }

    /** A whole number. */
    public long whole(String key) {
        if (value(key) instanceof Json.Num(String digits) && digits.matches("-?[0-9]{1,18}")) {
            return Long.parseLong(digits);
        }
        throw misfit("has no whole number in " + state + "/" + key);
    }

    /** Whether an array of this name was saved. */
    public boolean holds(String name) {
        return arrays.containsKey(StateWriter.fullName(state, name));
    }

    public float[] floats(String name) {
        if (array(name) instanceof StoredArray.Floats floats) {
            return floats.values();
        }
        throw misfit("has whole numbers in " + StateWriter.fullName(state, name) + " instead of floats");
    }

    /** Exactly so many floats. */
    public float[] floats(String name, int count) {
        float[] floats = floats(name);
        if (floats.length != count) {
            throw misfit("has " + floats.length + " floats in " + StateWriter.fullName(state, name) + " instead of "
                    + count);
        }
        return floats;
    }

    public int[] ints(String name) {
        if (array(name) instanceof StoredArray.Ints ints) {
            return ints.values();
        }
        throw misfit("has floats in " + StateWriter.fullName(state, name) + " instead of whole numbers");
    }

    /** An error that says what of this checkpoint does not fit the run. */
    public EspalierException misfit(String what) {
        return new EspalierException("The checkpoint " + checkpoint + " does not fit this run: it " + what + ".");
    }

    private StoredArray array(String name) {
        StoredArray array = arrays.get(StateWriter.fullName(state, name));
        if (array == null) {
            throw misfit("has no array " + StateWriter.fullName(state, name));
        }
        return array;
    }
}
