package org.espalier.core.checkpoint;

/**
 * Something whose values decide the future of a run. Whoever has such values registers them with the run; a checkpoint
 * holds what is registered and nothing else. What is a pure function of recipe, seed and step (dials, the order of
 * examples, random draws) is no state.
 */
public interface RunState {
    /** Its name in manifests, unique in a run. */
    String stateName();

    /** Hands over all values. Native memory that is handed over is read before this state changes again. */
    void save(StateWriter out);

    /**
     * Takes all values back.
     *
     * @throws org.espalier.api.EspalierException when they do not fit
     */
    void restore(StateReader in);
}
