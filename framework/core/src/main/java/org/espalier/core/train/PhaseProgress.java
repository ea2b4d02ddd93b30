package org.espalier.core.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.espalier.core.checkpoint.RunState;
import org.espalier.core.checkpoint.StateReader;
import org.espalier.core.checkpoint.StateWriter;
import org.espalier.core.run.RunSummary;
import org.espalier.core.run.SummaryReader;

/** How far a phase is, and what it has measured so far. */
final class PhaseProgress implements RunState {
    /** Steps that are done. */
    long step;

    /** The step after which splits were last measured as the schedule wants. */
    long closed;

    /** Topology updates. */
    long updates;

    /** Sum of the losses of the epoch. */
    double epochLoss;

    /** Sum of the losses since they were last written down. */
    double stretchLoss;

    /** The same of the losses of further data, without their weights. */
    final double[] furtherLosses;

    /** Seconds the phase took up to the last checkpoint. */
    double seconds;

    private List<RunSummary.EpochRow> epochs = List.of();
    private Map<String, Map<String, Double>> watched = Map.of();

    /**
     * @param further how many further data a step sees
     */
    PhaseProgress(int further) {
        this.furtherLosses = new double[further];
    }

    List<RunSummary.EpochRow> epochs() {
        return epochs;
    }

    /** Takes down values of splits; those of other splits stay. */
    void watch(Map<String, Map<String, Double>> values) {
        Map<String, Map<String, Double>> all = new LinkedHashMap<>(watched);
        all.putAll(values);
        watched = all;
    }

    void endEpoch(int epoch, long steps, double sparsity) {
        List<RunSummary.EpochRow> all = new ArrayList<>(epochs);
        all.add(new RunSummary.EpochRow(epoch, epochLoss / steps, watched, sparsity));
        epochs = all;
        epochLoss = 0;
    }

    /** Becomes what another is. */
    void copyFrom(PhaseProgress other) {
        step = other.step;
        closed = other.closed;
        updates = other.updates;
        epochLoss = other.epochLoss;
        stretchLoss = other.stretchLoss;
        System.arraycopy(other.furtherLosses, 0, furtherLosses, 0, furtherLosses.length);
        seconds = other.seconds;
        epochs = other.epochs;
        watched = other.watched;
    }

    @Override
    public String stateName() {
        return "progress";
    }

    @Override
    public void save(StateWriter out) {
        out.put("step", step);
        out.put("closed", closed);
        out.put("updates", updates);
        out.put("epochLoss", epochLoss);
        out.put("stretchLoss", stretchLoss);
        for (int i = 0; i < furtherLosses.length; i++) {
            out.put("furtherLoss" + i, furtherLosses[i]);
        }
        out.put("seconds", seconds);
        out.put("epochs", epochs);
        out.put("watched", watched);
    }

    @Override
    public void restore(StateReader in) {
        step = in.whole("step");
        closed = in.whole("closed");
        updates = in.whole("updates");
        epochLoss = in.value("epochLoss").number();
        stretchLoss = in.value("stretchLoss").number();
        for (int i = 0; i < furtherLosses.length; i++) {
            furtherLosses[i] = in.value("furtherLoss" + i).number();
        }
        seconds = in.value("seconds").number();
        epochs = in.value("epochs").items().stream().map(SummaryReader::epoch).toList();
        watched = SummaryReader.metrics(in.value("watched"));
    }
}
