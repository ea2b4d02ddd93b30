package org.espalier.core.checkpoint;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.espalier.core.files.StoredArray;
import org.espalier.core.json.Json;

/** Collects the values of one state. */
public final class StateWriter {
    private final String state;
    private final Map<String, Json> values = new LinkedHashMap<>();
    private final List<StoredArray> arrays = new ArrayList<>();

    StateWriter(String state) {
        this.state = state;
    }

    /** A small value: whatever {@link Json#of} takes. */
    public void put(String key, Object value) {
        if (values.put(key, Json.of(value)) != null) {
            throw new IllegalArgumentException(state + " saves " + key + " twice");
        }
    }

    /** Floats in native memory; they must stay as they are until the checkpoint is written. */
    public void floats(String name, long address, int count) {
        arrays.add(new StoredArray.Native(fullName(state, name), "F32", count, address));
    }

    /** Ints in native memory; they must stay as they are until the checkpoint is written. */
    public void ints(String name, long address, int count) {
        arrays.add(new StoredArray.Native(fullName(state, name), "I32", count, address));
    }

    public void ints(String name, int[] elements) {
        arrays.add(new StoredArray.Ints(fullName(state, name), new int[] {elements.length}, elements));
    }

    Map<String, Json> values() {
        return values;
    }

    List<StoredArray> arrays() {
        return arrays;
    }

    static String fullName(String state, String name) {
        return state + "/" + name;
    }
}
