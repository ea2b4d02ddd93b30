package org.espalier.core.execution;

import java.util.ArrayList;
import java.util.List;
import org.espalier.core.checkpoint.RunState;
import org.espalier.core.checkpoint.StateReader;
import org.espalier.core.checkpoint.StateWriter;
import org.espalier.core.run.RunSummary;
import org.espalier.core.run.SummaryReader;

/** The phases of a run that are over, and the time it took so far. */
final class History implements RunState {
    private final long begun = System.nanoTime();
    private final List<RunSummary.Phase> phases = new ArrayList<>();
    private double secondsBefore;

    List<RunSummary.Phase> phases() {
        return List.copyOf(phases);
    }

    void add(RunSummary.Phase phase) {
        phases.add(phase);
    }

    /** Seconds of this run, those in earlier processes included. */
    double seconds() {
        return secondsBefore + (System.nanoTime() - begun) / 1e9;
    }

    @Override
    public String stateName() {
        return "history";
    }

    @Override
    public void save(StateWriter out) {
        out.put("phases", phases);
        out.put("seconds", seconds());
    }

    @Override
    public void restore(StateReader in) {
        phases.clear();
        in.value("phases").items().forEach(phase -> phases.add(SummaryReader.phase(phase)));
        secondsBefore = in.value("seconds").number();
    }
}
