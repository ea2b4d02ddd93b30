package org.espalier.core.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Something that happened in a run. Events come from the thread that runs the run; a listener must be quick. */
public sealed interface RunEvent {
    /** The run is about to take its first step; everything was checked. */
    record Started(String recipe, Path folder, PlanReport plan) implements RunEvent {}

    /**
     * A phase begins.
     *
     * @param phases how many phases the run has
     * @param number this one, from 1
     */
    record PhaseStarted(String phase, int number, int phases, long steps, long stepsPerEpoch) implements RunEvent {}

    /**
     * Training goes on; sent a few times a second at most, and after the first step of a phase and
     * the last of each epoch.
     *
     * @param step steps taken by this phase
     * @param loss mean training loss since the last such event
     * @param stepsPerSecond over the last stretch
     * @param sparsity realised share of zeros over all weights of the network
     */
    record Progress(
            String phase,
            long step,
            long steps,
            int epoch,
            int epochs,
            double loss,
            double stepsPerSecond,
            double sparsity)
            implements RunEvent {}

    /**
     * A stretch of steps is over. Stretches are as long as the phase wants, whatever time they take, so that the same run
     * tells the same.
     *
     * @param loss mean training loss over the stretch, with the weighted losses of further data
     * @param sparsity realised share of zeros over all weights of the network
     * @param further mean losses of further data over the stretch, without their weights, by the names of the data
     */
    record Trained(String phase, long step, double loss, double sparsity, Map<String, Double> further)
            implements RunEvent {}

    /** What was told about steps after this one does not hold: the last step was taken back. */
    record StepTakenBack(String phase, long step) implements RunEvent {}

    /**
     * A checkpoint was written.
     *
     * @param seconds how long it took
     */
    record CheckpointWritten(String phase, long step, Path folder, double seconds) implements RunEvent {}

    /** A run goes on from a checkpoint. */
    record Resumed(String phase, long step, Path folder) implements RunEvent {}

    /**
     * Training diverged and goes on from an earlier step.
     *
     * @param from the step at which it diverged
     * @param to the step it goes on from
     * @param reason what happened, without a full stop
     * @param scale what the learning rate is multiplied by from now on
     */
    record RolledBack(String phase, long from, long to, String reason, double scale) implements RunEvent {}

    /** A metric was measured. Values by metric name, and {@code loss}. */
    record Evaluated(String phase, long step, String split, Map<String, Double> values) implements RunEvent {}

    /** Links moved. */
    record TopologyChanged(String phase, long step, String layer, int dropped, int grown, int links)
            implements RunEvent {}

    /**
     * A penalty on groups of values, as it is at the end of an epoch.
     *
     * @param value of the penalty, without its strength
     * @param zero how many of the groups have only zeros
     */
    record Penalised(String phase, long step, String regularizer, double value, int groups, int zero)
            implements RunEvent {}

    /**
     * Channels that add nothing, or are outside a mask, were removed from the network.
     *
     * @param phase the last one before it
     * @param step the last of that phase
     * @param layers all that have a weight
     * @param stuck groups of channels that never change and stay, because nothing can take exactly what they add
     * @param lost groups of channels outside a mask that never change, and what they add is gone with them, for the same reason
     */
    record Shrunk(String phase, long step, List<ShrunkLayer> layers, Size before, Size after, int stuck, int lost)
            implements RunEvent {
        public Shrunk {
            layers = List.copyOf(layers);
        }
    }

    /**
     * A mask of channels was made.
     *
     * @param phase the last one before it
     * @param step the last of that phase
     * @param mask its name
     * @param parameters those whose groups were looked at
     */
    record Selected(String phase, long step, String mask, List<SelectedGroups> parameters) implements RunEvent {
        public Selected {
            parameters = List.copyOf(parameters);
        }
    }

    /** How many groups of a parameter a mask keeps. */
    record SelectedGroups(String parameter, int kept, int groups) {}

    /** Rows and input channels of a layer's weight, before and after. */
    record ShrunkLayer(String name, int rowsBefore, int rows, int channelsBefore, int channels) {}

    /**
     * The size of a network.
     *
     * @param parameters stored values that are trained
     * @param flopsPerExample multiply-adds times two of one forward pass of one example
     */
    record Size(long parameters, double flopsPerExample) {}

    /** A phase is over. */
    record PhaseFinished(RunSummary.Phase phase) implements RunEvent {}

    /** A file was written. */
    record Exported(Path file, long bytes) implements RunEvent {}

    /** Something a person should know; the run goes on. */
    record Note(String text) implements RunEvent {}

    /** The run is over, completely or because it was stopped. */
    record Finished(RunSummary summary) implements RunEvent {}
}
