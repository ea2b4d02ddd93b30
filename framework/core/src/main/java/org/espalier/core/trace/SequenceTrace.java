package org.espalier.core.trace;

import java.util.List;
import java.util.Optional;
import org.espalier.api.graph.Recurrence;
import org.espalier.api.graph.Vector;
import org.espalier.api.graph.Weight;
import org.espalier.core.graph.Grid;
import org.espalier.core.graph.Value;
import org.espalier.core.model.VectorSpec;
import org.espalier.core.operation.AddPositions;
import org.espalier.core.operation.Attend;
import org.espalier.core.operation.Embed;
import org.espalier.core.operation.Recur;
import org.espalier.core.operation.Rotary;

/** The operations of sequences: checks what they are given, and takes them down. */
final class SequenceTrace {
    private final Tracer tracer;

    SequenceTrace(Tracer tracer) {
        this.tracer = tracer;
    }

    Value embedding(Value in, Weight table) {
        boolean flat = in.positions().positions() == 1;
        tracer.require(!in.trained(), "takes token numbers of the data, and what comes in is computed");
        tracer.require(
                flat || in.features() == 1,
                "takes token numbers, [steps] or [steps, 1], and " + in.shape() + " comes in");
        Grid grid = flat ? new Grid(List.of(in.features())) : in.positions();
        Value out = tracer.made("embedding", table.shape().columns(), grid, true);
        tracer.parameters().useTable(table);
        return tracer.add(new Embed(tracer.label("embedding"), in, out, table.shape(), false));
    }

    Value addPositions(Value in, Weight table) {
        int positions = in.positions().positions();
        tracer.require(
                table.shape().rows() == positions && table.shape().columns() == in.features(),
                "has a table of " + table.shape().rows() + " positions with "
                        + table.shape().columns() + " features, and " + in.shape() + " comes in");
        Value out = tracer.made("positions", in.features(), in.positions(), true);
        tracer.parameters().use(table, 0, in.trained(), false);
        return tracer.add(new AddPositions(tracer.label("positions"), in, out, table.shape()));
    }

    Value rotary(Value in, int heads, double base) {
        tracer.require(
                heads >= 1 && in.features() % (2 * heads) == 0,
                "turns pairs of features in " + heads + " heads, and " + in.features()
                        + " features cannot be divided into twice as many parts");
        tracer.require(base > 0 && Double.isFinite(base), "has a base above 0, was " + base);
        Value out = tracer.made("turned", in.features(), in.positions(), in.trained());
        return tracer.add(new Rotary(tracer.label("rotary"), in, out, heads, base));
    }

    Value attention(Value q, Value k, Value v, int heads, int keyHeads, boolean causal) {
        tracer.require(
                heads >= 1 && keyHeads >= 1 && heads % keyHeads == 0 && q.features() % heads == 0,
                "cannot divide " + q.features() + " features into " + heads + " heads of which " + keyHeads
                        + " have keys of their own");
        int width = q.features() / heads * keyHeads;
        tracer.require(
                k.features() == width && v.shape().equals(k.shape()),
                "needs keys and values of " + width + " features, and they are " + k.shape() + " and " + v.shape());
        tracer.require(
                !causal || k.positions().equals(q.positions()),
                "sees no later positions, so queries and keys have as many, and they are " + q.shape() + " and "
                        + k.shape());
        tracer.require(q != k && k != v && q != v, "takes three different values for queries, keys and values");
        Value out = tracer.made("attention", q.features(), q.positions(), q.trained() || k.trained() || v.trained());
        return tracer.add(new Attend(tracer.label("attention"), q, k, v, out, heads, keyHeads, causal));
    }

    Value recurrence(Value in, Weight recurrent, Optional<Vector> bias, Recurrence cell) {
        int rows = recurrent.shape().rows();
        int units = recurrent.shape().columns();
        tracer.require(
                in.positions().sizes().size() == 1,
                "goes through the steps of a sequence, and " + in.shape() + " comes in");
        tracer.require(
                rows == cell.gates() * units && in.features() == rows,
                "needs " + cell.gates() + " features for each of " + units + " units, and the weight has " + rows
                        + " rows and " + in.shape() + " comes in");
        Optional<VectorSpec> vector = bias.map(tracer.parameters()::known);
        tracer.require(vector.isEmpty() || vector.get().size() == rows, "has a bias for each row of its weight");
        Value out = tracer.made("outputs", units, in.positions(), true);
        tracer.parameters().use(recurrent, in.positions().positions(), true, true);
        return tracer.add(new Recur(tracer.label("recurrence"), cell, in, out, recurrent.shape(), vector));
    }
}
