package org.espalier.dsl;

import java.util.List;
import java.util.Optional;
import org.espalier.core.diagnostic.DiagnosticId;
import org.espalier.core.diagnostic.Place;
import org.espalier.core.plan.BetweenPlan;
import org.espalier.core.plan.PhasePlan;
import org.espalier.core.plan.PhasePoint;
import org.espalier.core.plan.SelectPlan;
import org.espalier.core.plan.Value;

/**
 * Reads {@code fork('a', 'b') { how -> … }}: its block once for each value, and each time the first phase begins with the
 * network of the phase before the fork.
 */
final class Forks {
    private final Reading reading;
    private final List<PhasePlan> phases;
    private final List<BetweenPlan> between;
    /** Where the branches of the innermost fork begin. */
    private Optional<PhasePoint> start = Optional.empty();
    /** How many phases, and sentences between them, stood before the branch. */
    private int phasesBefore;

    private int betweenBefore;

    /**
     * @param phases read so far
     * @param between what was read so far that stands between them
     */
    Forks(Reading reading, List<PhasePlan> phases, List<BetweenPlan> between) {
        this.reading = reading;
        this.phases = phases;
        this.between = between;
    }

    void read(Arguments a, BlockReader words) {
        a.example(Vocabulary.example("fork"));
        List<Value> values = a.rest("values, and a block");
        Optional<Sentence.Block> body = a.block();
        int mistakes = reading.found().size();
        if (!values.isEmpty() && body.isPresent() && standsBehindAPhase(a.place())) {
            Optional<PhasePoint> outer = start;
            PhasePoint from = new PhasePoint(phases.getLast().name(), Optional.empty(), a.place());
            start = Optional.empty();
            words.unroll("fork", values, body.get(), () -> {
                requireAPhase(a.place());
                start = Optional.of(from);
                phasesBefore = phases.size();
                betweenBefore = between.size();
            });
            requireAPhase(a.place());
            start = outer;
        }
        if (reading.found().size() > mistakes) {
            reading.notWhole();
        }
    }

    /** The phase that was read, with its start if it is the first of a branch. */
    PhasePlan started(PhasePlan phase) {
        if (start.isEmpty() || phases.size() != phasesBefore || phase.start().isPresent()) {
            return phase;
        }
        requireNoChange(between.subList(betweenBefore, between.size()));
        return phase.startingFrom(start.get());
    }

    private boolean standsBehindAPhase(Place place) {
        if (phases.isEmpty() || start.isPresent() && phases.size() == phasesBefore) {
            mistake(
                    place,
                    "Every branch of a fork begins with the network of the phase before it, and there is none.",
                    "Write 'fork' behind a phase.");
            return false;
        }
        requireNoChange(
                between.stream().filter(step -> step.after() == phases.size()).toList());
        return true;
    }

    private void requireNoChange(List<BetweenPlan> steps) {
        steps.stream()
                .filter(step -> !(step instanceof SelectPlan))
                .findFirst()
                .ifPresent(step -> mistake(
                        step.place(),
                        "Every branch of a fork begins with the network the phase before it ended with, so nothing can"
                                + " change it in between.",
                        "Write it behind the first phase of the branches."));
    }

    private void requireAPhase(Place place) {
        if (start.isPresent() && phases.size() == phasesBefore) {
            mistake(place, "A branch of this fork has no phase.", "For example: " + Vocabulary.example("fork"));
        }
    }

    private void mistake(Place place, String message, String hint) {
        reading.found().add(DiagnosticId.CONTRADICTION, place, message, hint);
    }
}
