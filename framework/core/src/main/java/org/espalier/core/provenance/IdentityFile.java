package org.espalier.core.provenance;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.espalier.api.EspalierException;
import org.espalier.core.files.JsonPlace;
import org.espalier.core.json.Json;

/** {@code provenance.json} in a run's folder: what made the run, written before its first step. */
public final class IdentityFile {
    /** The file's name. */
    public static final String NAME = "provenance.json";

    private static final int FORMAT = 1;

    private IdentityFile() {}

    /** The text of the file. Equal identities have equal texts. */
    public static String text(RunIdentity identity) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("format", FORMAT);
        members.putAll(Json.of(identity).members());
        return Json.of(members).pretty();
    }

    /**
     * Reads the file of a run.
     *
     * @throws EspalierException when the folder is no run's, or the file is damaged; the message names the place in it
     */
    public static RunIdentity read(Path folder) {
        Path file = folder.resolve(NAME);
        if (!Files.exists(file)) {
            throw new EspalierException(folder + " is not the folder of a run: there is no " + NAME + " in it.");
        }
        JsonPlace root = JsonPlace.read(file);
        long format = root.at("format").whole();
        if (format != FORMAT) {
            throw new EspalierException(file + " has the format " + format + "; this Espalier reads " + FORMAT
                    + ". Use the version that made the run, or a newer one.");
        }
        return identity(root);
    }

    /**
     * An identity that is part of another file.
     *
     * @throws EspalierException when a part of it is missing or of another type
     */
    public static RunIdentity identity(JsonPlace root) {
        JsonPlace java = root.at("java");
        JsonPlace backend = root.at("backend");
        return new RunIdentity(
                recipe(root.at("recipe")),
                root.at("bundles").items().stream().map(IdentityFile::bundle).toList(),
                root.at("data").texts(),
                new RunIdentity.Backend(
                        backend.at("name").text(), backend.at("description").text()),
                root.at("espalier").text(),
                new RunIdentity.Java(
                        java.at("version").text(), java.at("vendor").text()),
                machine(root.at("machine")));
    }

    private static RunIdentity.Recipe recipe(JsonPlace recipe) {
        return new RunIdentity.Recipe(
                recipe.at("name").text(),
                recipe.at("sha256").text(),
                recipe.at("seed").whole(),
                recipe.at("params").texts(),
                recipe.at("folder").text());
    }

    static BundleIdentity bundle(JsonPlace bundle) {
        return new BundleIdentity(
                bundle.at("name").text(),
                bundle.at("version").text(),
                bundle.at("sha256").text());
    }

    private static Machine machine(JsonPlace machine) {
        return new Machine(
                machine.at("system").text(),
                machine.at("release").text(),
                machine.at("architecture").text(),
                machine.at("processor").text(),
                machine.at("processors").count());
    }
}
