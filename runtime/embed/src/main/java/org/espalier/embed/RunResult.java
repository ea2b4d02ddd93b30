package org.espalier.embed;

import java.nio.file.Path;
import org.espalier.core.provenance.RunIdentity;
import org.espalier.core.run.RunSummary;

/**
 * A run that is over.
 *
 * @param identity what made it
 * @param folder where everything about it lies
 */
public record RunResult(RunSummary summary, RunIdentity identity, Path folder) {}
