package org.espalier.core.assembly;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.espalier.api.RandomStream;
import org.espalier.api.border.Dataset;
import org.espalier.api.border.ExampleGraph;
import org.espalier.api.border.Examples;
import org.espalier.core.catalog.PluginFactory;
import org.espalier.core.catalog.PluginServices;
import org.espalier.core.plan.DataPlan;
import org.espalier.core.run.DataDescription;

/** Reads all examples once, and says what they hold. */
public final class DataSurvey {
    private static final int SAMPLES = 8;
    private static final int MOST_SHOWN = 1 << 18;
    private static final int MOST_FEATURES = 10_000;

    private final Dataset data;
    private final List<ValueRange> features;
    private final float[] row;
    private final float[] target;
    private final int[] labels;

    private DataSurvey(Dataset data) {
        this.data = data;
        boolean table = data.shape().size() == 1 && data.positions() == 1 && data.features() <= MOST_FEATURES;
        this.features = IntStream.range(0, table ? data.features() : 0)
                .mapToObj(f -> new ValueRange())
                .toList();
        this.row = new float[data.features()];
        this.target = new float[data.targets()];
        this.labels = new int[data.positions()];
    }

    /**
     * What data hold when they are split and prepared. Features may be missing.
     *
     * @param random the run's stream
     */
    public static DataDescription of(
            DataPlan plan, PluginFactory factory, PluginServices services, RandomStream random) {
        DataAssembly opened = DataAssembly.opened(plan, factory, services, random);
        return new DataSurvey(opened.dataset()).describe(opened);
    }

    private DataDescription describe(DataAssembly opened) {
        Map<String, Examples> splits = new LinkedHashMap<>();
        splits.put("train", opened.splits().train());
        splits.putAll(opened.splits().judged());
        ValueRange values = new ValueRange();
        List<DataDescription.Split> described = new ArrayList<>();
        splits.forEach((name, examples) -> described.add(split(name, examples, name.equals("train"), values)));
        return new DataDescription(
                data.name(),
                data.shape(),
                data.targets(),
                data.positions(),
                data.classNames(),
                data.graph().map(DataSurvey::links),
                described,
                values.range(),
                features.stream().map(ValueRange::range).toList(),
                data.featureNames(),
                samples(opened.splits().train()),
                data.digests());
    }

    private DataDescription.Split split(String name, Examples examples, boolean train, ValueRange values) {
        long missing = 0;
        long[] classes = new long[data.classNames().size()];
        ValueRange targets = new ValueRange();
        for (int id = 0; id < examples.count(); id++) {
            examples.features(id, row);
            for (int f = 0; f < row.length; f++) {
                missing += Float.isNaN(row[f]) ? 1 : 0;
                if (train) {
                    values.add(row[f]);
                    if (!features.isEmpty()) {
                        features.get(f).add(row[f]);
                    }
                }
            }
            count(examples, id, classes, targets);
        }
        return new DataDescription.Split(
                name,
                examples.count(),
                missing,
                Arrays.stream(classes).boxed().toList(),
                data.classification() ? Optional.empty() : Optional.of(targets.range()));
    }

    private void count(Examples examples, int id, long[] classes, ValueRange targets) {
        if (data.classification()) {
            examples.labels(id, labels);
            for (int label : labels) {
                if (label >= 0) {
                    classes[label]++;
                }
            }
        } else {
            examples.target(id, target);
            for (float number : target) {
                targets.add(number);
            }
        }
    }

    private static DataDescription.Links links(ExampleGraph graph) {
        int[] degrees =
                IntStream.range(0, graph.examples()).map(graph::degree).sorted().toArray();
        return new DataDescription.Links(graph.links(), degrees[0], degrees[degrees.length - 1]);
    }

    private List<DataDescription.Sample> samples(Examples train) {
        int most = Math.clamp(MOST_SHOWN / data.features(), 1, SAMPLES);
        return ids(train, most).mapToObj(id -> sample(train, id)).toList();
    }

    /** The first example of each of the first classes; where examples have no class of their own, the first ones. */
    private IntStream ids(Examples train, int most) {
        if (!data.classification() || data.positions() > 1) {
            return IntStream.range(0, Math.min(most, train.count()));
        }
        int[] first = new int[Math.min(most, data.targets())];
        Arrays.fill(first, -1);
        int found = 0;
        for (int id = 0; id < train.count() && found < first.length; id++) {
            int label = train.label(id);
            if (label >= 0 && label < first.length && first[label] < 0) {
                first[label] = id;
                found++;
            }
        }
        return Arrays.stream(first).filter(id -> id >= 0);
    }

    private DataDescription.Sample sample(Examples train, int id) {
        train.features(id, row);
        List<Integer> classes = List.of();
        List<Float> numbers = List.of();
        if (data.classification()) {
            train.labels(id, labels);
            classes = Arrays.stream(labels).boxed().toList();
        } else {
            train.target(id, target);
            numbers = floats(target);
        }
        return new DataDescription.Sample(id, floats(row), classes, numbers);
    }

    private static List<Float> floats(float[] numbers) {
        List<Float> list = new ArrayList<>(numbers.length);
        for (float number : numbers) {
            list.add(number);
        }
        return list;
    }

    /** Numbers that are seen one after the other. */
    private static final class ValueRange {
        private double least = Double.POSITIVE_INFINITY;
        private double most = Double.NEGATIVE_INFINITY;
        private double sum;
        private long count;
        private long missing;

        void add(float value) {
            if (Float.isNaN(value)) {
                missing++;
                return;
            }
            least = Math.min(least, value);
            most = Math.max(most, value);
            sum += value;
            count++;
        }

        DataDescription.Range range() {
            return count == 0
                    ? new DataDescription.Range(Double.NaN, Double.NaN, Double.NaN, missing)
                    : new DataDescription.Range(least, sum / count, most, missing);
        }
    }
}
