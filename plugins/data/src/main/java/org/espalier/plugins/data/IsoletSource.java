package org.espalier.plugins.data;

import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.espalier.api.EspalierException;
import org.espalier.api.Plugin;
import org.espalier.api.border.DataFiles;
import org.espalier.api.border.DataSource;
import org.espalier.api.border.Dataset;
import org.espalier.api.border.PublicFile;

/**
 * Isolet: 30 people say each letter of the alphabet twice; 617 measurements of the sound (Fanty and Cole, "Spoken Letter
 * Recognition", 1990), as the collection of scikit-feature has it. It has no test set; a recipe splits one off.
 */
@Plugin(name = "isolet", doc = "Isolet: 1560 spoken letters of the alphabet, 617 measurements of each, 26 classes.")
public final class IsoletSource implements DataSource {
    private static final PublicFile FILE = new PublicFile(
            "scikit-feature",
            "Isolet.mat",
            Optional.of(URI.create(
                    "https://raw.githubusercontent.com/jundongl/scikit-feature/master/skfeature/data/Isolet.mat")),
            3652673,
            "ea73c69b1342a7def8199458e53a70307a83d557eceb2579863dda57c3ccd2b1");

    private static final List<String> LETTERS =
            IntStream.rangeClosed('A', 'Z').mapToObj(Character::toString).toList();

    private final DataFiles files;

    /** {@link IsoletSource} has no options. */
    public record Options() {}

    @Inject
    public IsoletSource(Options options, DataFiles files) {
        this.files = files;
    }

    @Override
    public List<PublicFile> publicFiles() {
        return List.of(FILE);
    }

    @Override
    public Dataset open() {
        MatFile file = MatFile.read(files.find(FILE));
        MatTable table = MatTable.of(file, "X", "Y");
        if (table.classes().count() != LETTERS.size()) {
            throw new EspalierException(file.path() + " has " + table.classes().count() + " classes; Isolet has "
                    + LETTERS.size() + ", the letters from A to Z.");
        }
        TableExamples rows = table.examples(true);
        return new Dataset(
                "isolet",
                List.of(rows.width()),
                LETTERS.size(),
                LETTERS,
                rows,
                rows.none(),
                Map.of(FILE.name(), "sha256:" + FILE.sha256()));
    }
}
