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
import org.espalier.core.plan.PhasePoint;
import org.espalier.core.train.ParameterState;
import org.espalier.core.train.PhaseSpec;

/** The networks of earlier points of a run that later phases begin with or learn from. */
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
        experiment.plan().needs().stream()
                .filter(point -> number(point) == phase)
                .forEach(point -> steps.add(step(point)));
        return steps;
    }

    void keep(int phase, long step, Network network) {
        Position position = new Position(experiment.phases().get(phase).name(), phase, step, true);
        states.write(position, identity, List.of(new ParameterState(network, List.of())), metrics.get());
    }

    /** What was kept of a point. */
    StateReader read(PhasePoint point) {
        return states.read(point.from(), step(point)).reader(ParameterState.NAME);
    }

    /** The number of its phase, from 0. */
    int number(PhasePoint point) {
        return experiment.plan().phases().stream().map(PhasePlan::name).toList().indexOf(point.from());
    }

    private long step(PhasePoint point) {
        PhaseSpec from = experiment.phases().get(number(point));
        return from.step(point.at());
    }
}
