package org.espalier.cli;

import org.espalier.cli.terminal.Figures;
import org.espalier.cli.terminal.Progress;
import org.espalier.core.run.RunEvent;
import org.espalier.core.run.RunSummary;
import org.espalier.embed.StudyListener;
import org.espalier.embed.StudyRun;

/** Shows which run of a study is being made, and its progress. */
record StudyProgress(Progress progress) implements StudyListener {
    @Override
    public void accept(RunEvent event) {
        progress.accept(event);
    }

    @Override
    public void runStarted(StudyRun run, int number, int runs) {
        progress.note("Run " + number + " of " + runs + ": " + run.title());
    }

    @Override
    public void runKept(StudyRun run, int number, int runs) {
        progress.note("Run " + number + " of " + runs + ": " + run.title() + ": finished earlier");
    }

    @Override
    public void runFinished(StudyRun run, RunSummary summary) {
        StringBuilder line = new StringBuilder("  " + run.title() + ": " + Figures.duration(summary.seconds()));
        summary.metrics()
                .getOrDefault("test", java.util.Map.of())
                .forEach((metric, value) ->
                        line.append("   ").append(metric).append(' ').append(Figures.value(value)));
        progress.note(line.toString());
    }
}
