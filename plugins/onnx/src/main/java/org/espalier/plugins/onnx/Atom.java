package org.espalier.plugins.onnx;

import java.util.ArrayList;
import java.util.List;

/**
 * A part of an axis: an index from 0 to size - 1 that counts steps of a stride along an axis of the value it was made of.
 *
 * @param base the axis: 0 for channels or features, 1 for rows, 2 for columns
 * @param stride how far one step goes along that axis
 * @param size how many steps
 */
record Atom(int base, int stride, int size) {
    /** The slower part of it, so many steps, and the faster one. */
    List<Atom> split(int slow) {
        int fast = size / slow;
        return List.of(new Atom(base, stride * fast, slow), new Atom(base, stride, fast));
    }

    /** An axis without parts of one step, and with parts that follow one another joined. */
    static List<Atom> joined(List<Atom> axis) {
        List<Atom> joined = new ArrayList<>();
        for (Atom atom : axis) {
            if (atom.size() == 1) {
                continue;
            }
            Atom before = joined.isEmpty() ? atom : joined.getLast();
            if (!joined.isEmpty() && before.base() == atom.base() && before.stride() == atom.stride() * atom.size()) {
                joined.set(joined.size() - 1, new Atom(atom.base(), atom.stride(), before.size() * atom.size()));
            } else {
                joined.add(atom);
            }
        }
        return joined;
    }
}
