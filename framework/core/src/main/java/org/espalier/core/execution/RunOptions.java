package org.espalier.core.execution;

import java.nio.file.Path;
import org.espalier.core.run.RunControl;

/**
 * How to run.
 *
 * @param folder the run's folder; created when it is not there
 * @param control lets another thread end the run
 */
public record RunOptions(Path folder, RunControl control) {}
