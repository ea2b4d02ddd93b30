package org.espalier.core.execution;

import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.espalier.core.assembly.Experiment;
import org.espalier.core.checkpoint.KeptStates;
import org.espalier.core.checkpoint.Position;
import org.espalier.core.checkpoint.StateReader;
import org.espalier.core.json.Json;
import org.espalier.core.model.Network;
import org.espalier.core.plan.PhasePlan;
import org.espalier.core.plan.StartPlan;
import org.espalier.core.train.ParameterState;
import org.espalier.core.train.PhaseSpec;

/** The networks of earlier points of a run that later phases begin with. */
final class KeptNetworks {
    private final Experiment experiment;
    private final KeptStates states;
    private final Json identity;
    private final Supplier<Path> metrics;

    /**
     * @param identity what made the run
     * @param metrics the run's metrics, written down
     */
    KeptNetworks(Experiment experiment, Path runFolder, Json identity, Supplier<Path> metrics) {
        this.experiment = experiment;
        this.states = new KeptStates(runFolder);
        this.identity = identity;
        this.metrics = metrics;
    }

    /** The steps of a phase after which its network is kept, ascending. */
    SortedSet<Long> steps(int phase) {
        SortedSet<Long> steps = new TreeSet<>();
        for (PhasePlan later : experiment.plan().phases()) {
            later.start().filter(start -> number(start) == phase).ifPresent(start -> steps.add(step(start)));
        }
        return steps;
    }

    void keep(int phase, long step, Network network) {
        Position position = new Position(experiment.phases().get(phase).name(), phase, step, true);
        states.write(position, identity, List.of(new ParameterState(network, List.of())), metrics.get());
    }

    /** What was kept for a phase. */
    StateReader read(StartPlan start) {
        return states.read(start.from(), step(start)).reader(ParameterState.NAME);
    }

    private int number(StartPlan start) {
        return experiment.plan().phases().stream().map(PhasePlan::name).toList().indexOf(start.from());
    }

    private long step(StartPlan start) {
        PhaseSpec from = experiment.phases().get(number(start));
        return from.step(start.at());
    }
}
