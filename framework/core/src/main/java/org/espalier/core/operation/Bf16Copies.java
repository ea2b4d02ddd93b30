package org.espalier.core.operation;

import java.util.function.Predicate;
import org.espalier.api.backend.Panel;
import org.espalier.core.graph.Geometry;
import org.espalier.core.graph.Model;
import org.espalier.core.graph.Operation;

/** What the copies take that links fetch rounded values from. */
public final class Bf16Copies {
    private Bf16Copies() {}

    /**
     * Native bytes of a program's copies: those of inputs that have no gradient, which the backward pass reads again, and room
     * for the largest other one.
     *
     * @param capacity examples of a batch
     * @param training whether there will be backward passes
     * @param rounded whether the links of a weight, by its name, fetch rounded values
     */
    public static long bytes(Model model, int capacity, boolean training, Predicate<String> rounded) {
        Geometry planes = new Geometry(model.input(), model.operations(), capacity);
        long kept = 0;
        long most = 0;
        for (Operation operation : model.operations()) {
            if (operation instanceof Product product
                    && rounded.test(product.shape().name())
                    && product.point()) {
                Panel panel = planes.plane(product.input()).panel();
                int columns = product.shape().columns();
                int rows = product.shape().rows();
                if (training && !product.input().trained()) {
                    kept += panel.bf16Bytes(columns);
                } else {
                    most = Math.max(most, panel.bf16Bytes(training ? Math.max(rows, columns) : columns));
                }
            }
        }
        return kept + most;
    }
}
