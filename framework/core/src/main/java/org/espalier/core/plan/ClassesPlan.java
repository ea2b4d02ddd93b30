package org.espalier.core.plan;

import java.util.List;
import java.util.stream.Collectors;
import org.espalier.core.diagnostic.Place;

/**
 * Which classes the examples of data have.
 *
 * @param only whether those named stay; otherwise they go
 * @param classes each a number, from 0, or a name
 * @param place where the sentence stands
 */
public record ClassesPlan(boolean only, List<Value> classes, Place place) {
    public ClassesPlan {
        classes = List.copyOf(classes);
    }

    /** What classes are given with. */
    public String option() {
        return only ? "only" : "except";
    }

    /** For people. */
    public String text() {
        return classes.stream().map(Value::text).collect(Collectors.joining(", "));
    }
}
