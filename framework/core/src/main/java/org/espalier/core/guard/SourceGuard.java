package org.espalier.core.guard;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.espalier.api.EspalierException;
import org.espalier.api.border.DataSource;
import org.espalier.api.border.Dataset;
import org.espalier.api.border.Examples;
import org.espalier.api.border.PublicFile;

/** Calls a source; what it delivers is checked, and so is every example read from it. */
record SourceGuard(DataSource plugin, Calls calls) implements DataSource, Guarded {
    private static final String CALL = "open";
    private static final String QUESTIONS = "questions";

    @Override
    public Caller caller() {
        return calls.caller();
    }

    @Override
    public Dataset open() {
        calls.enter(CALL);
        try {
            Dataset data = calls.given(CALL, plugin.open());
            calls.returned();
            return new DatasetCheck(calls, CALL).guarded(data);
        } catch (EspalierException e) {
            // Missing or damaged data are no fault of the plugin; the sentence names file and position.
            calls.returned();
            throw e;
        } catch (Throwable e) {
            throw calls.failed(CALL, e);
        } finally {
            calls.leave();
        }
    }

    @Override
    public Optional<Examples> questions(Path file) {
        calls.enter(QUESTIONS);
        try {
            Optional<Examples> examples = calls.given(QUESTIONS, plugin.questions(file));
            calls.returned();
            return examples;
        } catch (EspalierException e) {
            calls.returned();
            throw e;
        } catch (Throwable e) {
            throw calls.failed(QUESTIONS, e);
        } finally {
            calls.leave();
        }
    }

    @Override
    public List<PublicFile> publicFiles() {
        return calls.get("publicFiles", () -> List.copyOf(calls.given("publicFiles", plugin.publicFiles())));
    }
}
