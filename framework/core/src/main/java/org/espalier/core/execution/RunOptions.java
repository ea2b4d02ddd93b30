package org.espalier.core.execution;

import java.nio.file.Path;
import org.espalier.core.run.RunControl;
import org.espalier.core.run.RunLimits;

/**
 * How to run.
 *
 * @param folder the run's folder; created when it is not there
 * @param control lets another thread end the run
 * @param limits what its plugins may take
 */
public record RunOptions(Path folder, RunControl control, RunLimits limits) {
    /** With the usual limits. */
    public RunOptions(Path folder, RunControl control) {
        this(folder, control, RunLimits.usual());
    }
}
