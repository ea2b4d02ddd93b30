package org.espalier.core.train;

import java.util.List;
import org.espalier.core.checkpoint.RunState;
import org.espalier.core.checkpoint.StoredCheckpoint;
import org.espalier.core.model.Network;

/** Where a phase puts its checkpoints, and when. */
public interface CheckpointSink {
    /** Whether one is due after so many steps of the phase. */
    boolean due(long step);

    /**
     * Writes one.
     *
     * @param scheduled whether it was {@link #due}; otherwise the run is ending
     * @throws org.espalier.api.EspalierException when it cannot be written; older ones are untouched
     */
    void write(long step, boolean scheduled, List<RunState> states);

    /** Whether the network after so many steps is wanted by a later phase. */
    boolean keeps(long step);

    /**
     * Keeps the network for a later phase.
     *
     * @throws org.espalier.api.EspalierException when it cannot be written
     */
    void keep(long step, Network network);

    /**
     * The checkpoint of this phase to go back to when training diverged: the newest scheduled one.
     *
     * @throws org.espalier.api.EspalierException when there is none or it is damaged
     */
    StoredCheckpoint rollbackTarget();

    /** Keeps nothing: for trials. */
    static CheckpointSink none() {
        return new CheckpointSink() {
            @Override
            public boolean due(long step) {
                return false;
            }

            @Override
            public void write(long step, boolean scheduled, List<RunState> states) {}

            @Override
            public boolean keeps(long step) {
                return false;
            }

            @Override
            public void keep(long step, Network network) {}

            @Override
            public StoredCheckpoint rollbackTarget() {
                throw new IllegalStateException("a trial is never rolled back");
            }
        };
    }
}
