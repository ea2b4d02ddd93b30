package org.espalier.plugins.data;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.espalier.api.border.Dataset;
import org.espalier.api.border.PublicFile;

/** Files of public data sets that lie in a repository on GitHub. */
final class GitHubFile {
    private GitHubFile() {}

    /**
     * @param place owner, repository, commit or branch, and the file's path there
     */
    static PublicFile of(String dataset, String name, String place, long bytes, String sha256) {
        URI uri = URI.create("https://raw.githubusercontent.com/" + place);
        return new PublicFile(dataset, name, Optional.of(uri), bytes, sha256);
    }

    /** Digests by the names of the files, wherever they lie. */
    static Map<String, String> digests(List<PublicFile> files) {
        Map<String, String> digests = new LinkedHashMap<>();
        files.forEach(file -> digests.put(file.name(), "sha256:" + file.sha256()));
        return digests;
    }

    /** Data read from public files, under the name of the data set. */
    static Dataset named(String name, Dataset read, List<PublicFile> files) {
        return new Dataset(
                name,
                read.shape(),
                read.targets(),
                read.classNames(),
                read.train(),
                read.test(),
                digests(files),
                read.graph(),
                read.featureNames());
    }
}
