package org.espalier.core.diagnostic;

import java.util.List;
import java.util.stream.Collectors;
import org.espalier.api.EspalierException;

/** A recipe has mistakes; nothing of it was run. */
public final class RecipeException extends EspalierException {
    private static final long serialVersionUID = 1L;

    private final transient List<Diagnostic> diagnostics;

    public RecipeException(List<Diagnostic> diagnostics) {
        super(diagnostics.stream()
                .map(d -> d.place() + ": " + d.message() + (d.hint().isEmpty() ? "" : " " + d.hint()) + " ["
                        + d.id().code() + "]")
                .collect(Collectors.joining("\n")));
        this.diagnostics = List.copyOf(diagnostics);
    }

    public List<Diagnostic> diagnostics() {
        return diagnostics;
    }
}
