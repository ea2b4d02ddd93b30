package org.espalier.it.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.espalier.core.files.FileDigest;
import org.espalier.core.json.Json;

/** What a run has left in its folder. */
record RunFiles(Path folder) {
    /** What a summary says of the machine, the clock and the settings a run was made with. */
    private static final Set<String> OF_THE_MOMENT =
            Set.of("threads", "seconds", "stepsPerSecond", "peakResidentBytes", "bytesAllocatedPerStep", "environment");

    /** Every file and folder by its path inside the folder; what vanishes meanwhile may be missing. */
    Set<String> names() {
        Set<String> names = new TreeSet<>();
        collect(folder, names);
        return names;
    }

    /** What crashes left unfinished. */
    List<String> leftOvers() {
        return names().stream().filter(name -> name.endsWith(".part")).toList();
    }

    /** Names of the checkpoints, the newest last. */
    List<String> checkpoints() {
        return names().stream()
                .filter(name -> name.matches("checkpoints/[0-9]+-[^/]+"))
                .map(name -> name.substring("checkpoints/".length()))
                .toList();
    }

    /**
     * The result of a run in a form that can be compared: the digest of every file that holds values or metrics, and the
     * summary without what it says of the moment. Equal runs have equal results, however often they were broken.
     */
    TreeMap<String, String> result() throws IOException {
        TreeMap<String, String> result = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (name.endsWith(".safetensors") || name.equals("metrics.jsonl") || name.equals("recipe.groovy")) {
                    result.put(name, FileDigest.sha256(file));
                }
            }
        }
        Path summary = folder.resolve("summary.json");
        timeless(Json.parse(Files.readString(summary), summary.toString()), "summary", result);
        return result;
    }

    private static void timeless(Json json, String path, TreeMap<String, String> result) {
        switch (json) {
            case Json.Members(var members) ->
                members.forEach((name, member) -> {
                    if (!OF_THE_MOMENT.contains(name)) {
                        timeless(member, path + "." + name, result);
                    }
                });
            case Json.Items(var items) -> {
                for (int i = 0; i < items.size(); i++) {
                    timeless(items.get(i), path + "." + i, result);
                }
            }
            case Json.Text _, Json.Num _, Json.Flag _, Json.Nothing _ -> result.put(path, json.compact());
        }
    }

    private void collect(Path parent, Set<String> names) {
        try (Stream<Path> files = Files.list(parent)) {
            for (Path file : files.toList()) {
                names.add(folder.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    collect(file, names);
                }
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            // Not there yet, or gone since its parent was listed.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
