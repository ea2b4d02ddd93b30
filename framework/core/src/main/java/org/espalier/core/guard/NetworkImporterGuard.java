package org.espalier.core.guard;

import java.io.IOException;
import java.nio.file.Path;
import org.espalier.api.EspalierException;
import org.espalier.api.border.ImportedNetwork;
import org.espalier.api.border.NetworkImporter;

/** Calls what reads networks. What it says of a file is no fault of its own. */
record NetworkImporterGuard(NetworkImporter plugin, Calls calls) implements NetworkImporter, Guarded {
    private static final String CALL = "read";

    @Override
    public Caller caller() {
        return calls.caller();
    }

    @Override
    public ImportedNetwork read(Path file) throws IOException {
        calls.enter(CALL);
        try {
            ImportedNetwork network = calls.given(CALL, plugin.read(file));
            calls.returned();
            return network;
        } catch (EspalierException | IOException e) {
            calls.returned();
            throw e;
        } catch (Throwable e) {
            throw calls.failed(CALL, e);
        } finally {
            calls.leave();
        }
    }
}
