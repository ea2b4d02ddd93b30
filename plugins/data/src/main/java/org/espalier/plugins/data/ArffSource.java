package org.espalier.plugins.data;

import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.espalier.api.EspalierException;
import org.espalier.api.Option;
import org.espalier.api.Plugin;
import org.espalier.api.border.DataSource;
import org.espalier.api.border.Dataset;

/**
 * A table in the format of Weka ("Attribute-Relation File Format", University of Waikato): numbers, and columns whose
 * values are listed, of which each becomes a feature.
 */
@Plugin(
        name = "arff",
        doc = "A table from an ARFF file, the format of Weka: one attribute is the target, the others are features. An"
                + " attribute with listed values becomes a feature for each of them.")
public final class ArffSource implements DataSource {
    private final Options options;

    /** Options of {@link ArffSource}. */
    public record Options(
            @Option(doc = "The file, UTF-8 text.") Path file,

            @Option(doc = "The attribute to learn, by name or by number from 1; empty: the last one.", byDefault = "")
            String target,

            @Option(doc = "Attributes to leave out, by name or by number from 1.", byDefault = "")
            List<String> ignore,

            @Option(doc = "A file of the same attributes to judge by; empty: no test set.", byDefault = "")
            Path test,

            @Option(
                    doc = "What is done about features that say ?: refuse says where the first one is, keep leaves them"
                            + " to prepare 'fill-missing'.",
                    byDefault = "refuse")
            Missing missing) {
        public Options {
            ignore = List.copyOf(ignore);
        }
    }

    @Inject
    public ArffSource(Options options) {
        this.options = options;
    }

    @Override
    public Dataset open() {
        Map<String, String> digests = new LinkedHashMap<>();
        ArffTable table = read(options.file(), "the table", digests);
        TableExamples train = examples(table);
        TableExamples test = train.none();
        if (!options.test().toString().isEmpty()) {
            ArffTable judged = read(options.test(), "the test table", digests);
            if (!judged.header().attributes().equals(table.header().attributes())) {
                throw new EspalierException(options.test() + " declares other attributes than " + options.file()
                        + "; they must be the same, with the same values.");
            }
            test = examples(judged);
        }
        List<String> classes = table.target().values();
        return new Dataset(
                        String.valueOf(options.file().getFileName()),
                        List.of(train.width()),
                        Math.max(1, classes.size()),
                        classes,
                        train,
                        test,
                        digests)
                .named(table.featureNames());
    }

    private ArffTable read(Path path, String role, Map<String, String> digests) {
        byte[] bytes = new InputFile(path, role).bytes();
        digests.put(path.toString(), InputFile.digest(bytes));
        return new ArffTable(path, options, bytes);
    }

    private static TableExamples examples(ArffTable table) {
        int rows = table.targets().size();
        List<String> classes = table.target().values();
        if (classes.isEmpty()) {
            float[] numbers = new float[rows];
            for (int row = 0; row < rows; row++) {
                numbers[row] = table.targets().get(row);
            }
            return table.examples(new TableExamples.Numbers(numbers));
        }
        int[] labels = new int[rows];
        for (int row = 0; row < rows; row++) {
            labels[row] = table.targets().get(row).intValue();
        }
        return table.examples(new TableExamples.Classes(classes.size(), labels));
    }
}
