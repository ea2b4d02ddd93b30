package org.espalier.plugins.data;

import jakarta.inject.Inject;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.espalier.api.Option;
import org.espalier.api.Plugin;
import org.espalier.api.border.DataFiles;
import org.espalier.api.border.DataSource;
import org.espalier.api.border.Dataset;
import org.espalier.api.border.PublicFile;

/**
 * Scientific papers that cite each other, with the words they use, to be sorted into fields: Cora and Citeseer in the split
 * of Planetoid (Yang, Cohen and Salakhutdinov, "Revisiting Semi-Supervised Learning with Graph Embeddings", 2016), as Kipf
 * and Welling use it ("Semi-Supervised Classification with Graph Convolutional Networks", 2017). Training and test have all
 * papers; those whose field is not known there have label -1. The 500 papers of the validation set are not used.
 */
@Plugin(
        name = "planetoid",
        doc = "Papers linked by citations, to be sorted into fields: 20 labelled papers for each, 1000 to judge by.")
public final class PlanetoidSource implements DataSource {
    private final Options options;
    private final DataFiles files;

    /** Which papers. */
    public enum Graph {
        /** 2708 papers on machine learning, 1433 words, 7 fields. */
        CORA,
        /** 3327 papers on computer science, 3703 words, 6 fields; of 15 neither words nor field are known. */
        CITESEER
    }

    /** Options of {@link PlanetoidSource}. */
    public record Options(
            @Option(
                    doc = "cora: 2708 papers, 1433 words, 7 fields; citeseer: 3327 papers, 3703 words, 6 fields. The"
                            + " files do not say what the fields are called; they have numbers from 0.",
                    byDefault = "cora")
            Graph graph,

            @Option(
                    doc = "Whether the features of each paper are divided by their sum, as usual for these data.",
                    byDefault = "true")
            boolean rowNormalize) {}

    @Inject
    public PlanetoidSource(Options options, DataFiles files) {
        this.options = options;
        this.files = files;
    }

    /** In the order {@link #open} reads them. */
    @Override
    public List<PublicFile> publicFiles() {
        return switch (options.graph()) {
            case CORA ->
                List.of(
                        file("graph", 59847, "58f13302f39dde8852dad6fe6d15b89b077b6d7f837626bce671ef80344b383d"),
                        file("allx", 257305, "9419ba2f26f5c35243db64aba110e0f35a04851609e0dc5433450676ca6b8543"),
                        file("tx", 148025, "b9afbaa4a400df991f6f02ef677e1e44da55ffc04801fd02f9e673987829226a"),
                        file("ally", 47959, "2b998f5cc7fedc86e7f97ca2498f47a1ffc1462c29e2d578b23bf3f62b6e7d71"),
                        file("ty", 28135, "41f5ac76596a1699cc33f53084a2419e92961c42bb75f36fc38e616d348532ad"),
                        file("y", 4054, "94465c14eb53e04ca262198dcbb2521ee8af60fb3f3d546cd6ca24a511b0e7d1"),
                        file("test.index", 5000, "297ce89af2b51a6a194181c7dbe1796c6a1cf9cd9349a88383b1b1e227867875"));
            case CITESEER ->
                List.of(
                        file("graph", 61987, "d79a4ef9d3e7169aee8946145f6b7306e35bc79bffad26346cfb94e10e9912a7"),
                        file("allx", 595021, "2ac30345d95c9ec933a817ee0bdd6a5f077f8c184a20e696910192d534414668"),
                        file("tx", 260321, "539a8906a2da97628d212f2fdd668c109a8b3f0d36574b59e5d3fd5b5303da21"),
                        file("ally", 55623, "f704b2d986dde6c2669934de1f3ae5696a6cf9455c0f6b2646a2d135ea0a1c95"),
                        file("ty", 24135, "55e5bd1ba1e733a04598753ad1a8d57957f4b8f89e74519f41f4f4938767e4ce"),
                        file("y", 3014, "8ba87e515d8e3ee3cf52f6d2c5b86aa73f11ecad825a808455209ec26cd54924"),
                        file("test.index", 5000, "2af990671580b6b2df5d158d1038f8292e30c9cd821b5453f399659b25b723d4"));
        };
    }

    private String graphName() {
        return options.graph().name().toLowerCase(Locale.ROOT);
    }

    private PublicFile file(String part, long bytes, String sha256) {
        String name = "ind." + graphName() + "." + part;
        URI uri = URI.create("https://raw.githubusercontent.com/tkipf/gcn/master/gcn/data/" + name);
        return new PublicFile("planetoid", name, Optional.of(uri), bytes, sha256);
    }

    @Override
    public Dataset open() {
        List<PublicFile> parts = publicFiles();
        Map<String, String> digests = new LinkedHashMap<>();
        parts.forEach(part -> digests.put(part.name(), "sha256:" + part.sha256()));
        PlanetoidNodes nodes = PlanetoidNodes.read(
                parts.stream().map(part -> new PlanetoidFile(files.find(part))).toList());
        SparseRows rows = options.rowNormalize() ? nodes.rows().normalized() : nodes.rows();
        List<String> classes =
                IntStream.range(0, nodes.classes()).mapToObj(Integer::toString).toList();
        return new Dataset(
                graphName(),
                List.of(rows.columns()),
                nodes.classes(),
                classes,
                new NodeExamples(rows, nodes.train(), nodes.classes()),
                new NodeExamples(rows, nodes.test(), nodes.classes()),
                digests,
                Optional.of(nodes.graph()));
    }
}
