package org.espalier.plugins.data;

import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.List;
import org.espalier.api.Plugin;
import org.espalier.api.border.DataFiles;
import org.espalier.api.border.DataSource;
import org.espalier.api.border.Dataset;
import org.espalier.api.border.PublicFile;

/**
 * The citations of the Cora papers alone (McCallum et al., "Automating the Construction of Internet Portals with Machine
 * Learning", 2000): each paper is known by its number, and how many it is linked with is to be learned. {@link
 * PlanetoidSource} has their words and fields.
 */
@Plugin(
        name = "cora-citations",
        doc =
                "The citations of the 2708 papers of Cora, 5429 links, without words and fields; the target is how many links a paper has.")
public final class CoraCitationsSource implements DataSource {
    private static final PublicFile FILE = GitHubFile.of(
            "cora",
            "cora.cites",
            "tkipf/pygcn/master/data/cora/cora.cites",
            69928,
            "ec1a372391b7f0f60a6aff0084e8abd8f19f0faa7e1f2441a41c492042d5945e");

    private final DataFiles files;

    /** {@link CoraCitationsSource} has no options. */
    public record Options() {}

    @Inject
    public CoraCitationsSource(Options options, DataFiles files) {
        this.files = files;
    }

    @Override
    public List<PublicFile> publicFiles() {
        return List.of(FILE);
    }

    @Override
    public Dataset open() {
        GraphSource.Options form =
                new GraphSource.Options(files.find(FILE), Path.of(""), "1", "", List.of(), false, 0, 0);
        return GitHubFile.named("cora-citations", new GraphSource(form).open(), publicFiles());
    }
}
