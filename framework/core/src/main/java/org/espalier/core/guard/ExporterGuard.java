package org.espalier.core.guard;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.espalier.api.border.Exporter;
import org.espalier.api.border.ModelView;
import org.espalier.api.border.NetworkView;

/** Calls an exporter; the file it was asked for is there afterwards. */
record ExporterGuard(Exporter plugin, Calls calls) implements Exporter, Guarded {
    private static final String CALL = "export";

    @Override
    public Caller caller() {
        return calls.caller();
    }

    @Override
    public void check(NetworkView network) {
        calls.run("check", () -> plugin.check(network));
    }

    @Override
    public void export(ModelView model, Path file) throws IOException {
        calls.enter(CALL);
        try {
            plugin.export(model, file);
            calls.returned();
            if (!Files.isRegularFile(file)) {
                throw calls.wrong(CALL, "there is no file " + file + " afterwards.");
            }
        } catch (IOException e) {
            // A disk that is full or a folder that cannot be written to is no fault of the plugin.
            calls.returned();
            throw e;
        } catch (Throwable e) {
            throw calls.failed(CALL, e);
        } finally {
            calls.leave();
        }
    }
}
