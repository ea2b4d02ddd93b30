package org.espalier.embed;

import java.util.function.Consumer;
import org.espalier.core.run.RunEvent;
import org.espalier.core.run.RunSummary;

/** Hears what happens in a study, and receives the events of its runs. */
public interface StudyListener extends Consumer<RunEvent> {
    /**
     * A run begins.
     *
     * @param number this one, from 1
     * @param runs how many the study has
     */
    void runStarted(StudyRun run, int number, int runs);

    /** A run was finished earlier, by the same recipe, and is not repeated. */
    void runKept(StudyRun run, int number, int runs);

    /** A run is over. */
    void runFinished(StudyRun run, RunSummary summary);
}
