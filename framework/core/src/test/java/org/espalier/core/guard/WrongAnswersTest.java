package org.espalier.core.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.espalier.api.EspalierException;
import org.espalier.api.MatrixShape;
import org.espalier.api.RandomStream;
import org.espalier.api.border.DataSource;
import org.espalier.api.border.Dataset;
import org.espalier.api.border.ExampleGraph;
import org.espalier.api.border.Examples;
import org.espalier.api.border.Exporter;
import org.espalier.api.border.ModelView;
import org.espalier.api.border.NetworkView;
import org.espalier.api.border.Preparation;
import org.espalier.api.border.TensorView;
import org.espalier.api.graph.ActivationFunction;
import org.espalier.api.graph.Adapter;
import org.espalier.api.graph.GraphBuilder;
import org.espalier.api.graph.Node;
import org.espalier.api.graph.StartValue;
import org.espalier.api.graph.StartValues;
import org.espalier.api.loop.GroupView;
import org.espalier.api.loop.Optimizer;
import org.espalier.api.loop.Regularizer;
import org.espalier.api.loop.StepView;
import org.espalier.api.number.LayerDistribution;
import org.espalier.api.number.Schedule;
import org.espalier.api.score.GrowCriterion;
import org.espalier.api.score.LinkView;
import org.espalier.api.score.Pattern;
import org.espalier.api.score.PruneCriterion;
import org.espalier.api.score.RowView;
import org.espalier.api.score.StartMask;
import org.espalier.core.model.FirstLinks;
import org.espalier.core.run.RunLimits;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Answers that break their contract are refused where they come back. */
final class WrongAnswersTest {
    private static final MatrixShape FC1 = new MatrixShape("fc1.weight", 2, 4);
    private static final RandomStream RANDOM = RandomStream.ofSeed(1);

    private final CallWatch watch = new CallWatch(RunLimits.none(), fault -> {});
    private final OneRun run = new OneRun(watch);

    @AfterEach
    void close() {
        watch.close();
    }

    private static AbstractThrowableAssert<?, ?> refused(String kind, String call, ThrowingCallable use) {
        return assertThatThrownBy(use)
                .isInstanceOf(PluginFault.class)
                .hasMessageStartingWith("rigl.groovy:31:9: The plugin " + kind
                        + " 'broken' of org.example 1.2.0 gave a wrong answer in " + call + ": ")
                .hasMessageEndingWith(".");
    }

    @Test
    void aDistributionGivesOneCountForEachLayerWithinItAndTheWholeBudget() {
        List<MatrixShape> layers = List.of(FC1, new MatrixShape("fc2.weight", 3, 3));
        distributes(new long[] {3}, layers).hasMessageContaining("1 counts for 2 layers");
        distributes(new long[] {0, 10}, layers).hasMessageContaining("0 links for fc1.weight; allowed are 1 to 8");
        distributes(new long[] {1, 10}, layers).hasMessageContaining("10 links for fc2.weight; allowed are 1 to 9");
        distributes(new long[] {5, 4}, layers).hasMessageContaining("sum to 9, the budget is 10");
    }

    /** A node of no graph. */
    private record Shape(int features, List<Integer> grid) implements Node {}

    @Test
    void anActivationAndAnAdapterKeepTheShapeOfWhatTheyAreGiven() {
        Node given = new Shape(10, List.of(4, 5));
        for (Node made : List.of(new Shape(9, List.of(4, 5)), new Shape(10, List.of(20)))) {
            ActivationFunction activation = run.guarded(ActivationFunction.class, (graph, input) -> made);
            refused("activation", "build", () -> activation.build(nobody(), given))
                    .hasMessageContaining("where 10 features at 4 x 5 positions is wanted");
            Adapter adapter = run.guarded(Adapter.class, (graph, input, output) -> made);
            refused("adapt", "build", () -> adapter.build(nobody(), new Shape(3, List.of()), given))
                    .hasMessageContaining("keeps the shape of the layer's output");
        }
        ActivationFunction sound = run.guarded(ActivationFunction.class, (graph, input) -> input);
        assertThat(sound.build(nobody(), given)).isEqualTo(given);
    }

    /** For a graph no guard looks at. */
    @SuppressWarnings({"NullAway", "DataFlowIssue"})
    private static GraphBuilder nobody() {
        return null;
    }

    @Test
    void everyFirstValueOfAWeightIsFiniteAsAFloat() {
        for (double value : new double[] {Double.NaN, Double.NEGATIVE_INFINITY, 1e39}) {
            StartValue start = run.guarded(StartValues.class, (links, random) -> (row, column) -> value)
                    .start(FirstLinks.all(FC1), RANDOM);
            refused("init", "at", () -> start.at(1, 3))
                    .hasMessageContaining(value + " for the link from column 3 to row 1 of fc1.weight");
        }
    }

    private AbstractThrowableAssert<?, ?> distributes(long[] counts, List<MatrixShape> layers) {
        LayerDistribution guarded = run.guarded(LayerDistribution.class, (shapes, links) -> counts);
        return refused("distribute", "distribute", () -> guarded.distribute(layers, 10));
    }

    @Test
    void aBudgetOutOfReachIsToldInTheWordsOfTheDistribution() {
        LayerDistribution guarded = run.guarded(LayerDistribution.class, (shapes, links) -> {
            throw new EspalierException("Use less sparsity.");
        });
        assertThatThrownBy(() -> guarded.distribute(List.of(FC1), 10)).hasMessage("Use less sparsity.");
    }

    @Test
    void aPatternCountsWithinTheWeightAndKeepsWhatWasAskedFor() {
        patternReaches(-1).hasMessageContaining("-1 links for fc1.weight; allowed are 0 to 8");
        patternReaches(9).hasMessageContaining("9 links for fc1.weight");
        patternKeeps(0, 1).hasMessageContaining("a mask of 2 links for fc1.weight; 3 were to be kept");
        patternKeeps(0, 1, 4).hasMessageContaining("keeps candidate 4 of fc1.weight; there are 4");
    }

    private AbstractThrowableAssert<?, ?> patternReaches(long count) {
        Pattern guarded = run.guarded(Pattern.class, new FixedPattern(count, new BitSet()));
        return refused("pattern", "nearestReachable", () -> guarded.nearestReachable(FC1, 4));
    }

    private AbstractThrowableAssert<?, ?> patternKeeps(int... kept) {
        BitSet mask = new BitSet();
        Arrays.stream(kept).forEach(mask::set);
        Pattern guarded = run.guarded(Pattern.class, new FixedPattern(0, mask));
        return refused("pattern", "best", () -> guarded.best(FC1, new long[] {0, 2, 4, 6}, new float[4], 3));
    }

    private record FixedPattern(long count, BitSet mask) implements Pattern {
        @Override
        public long nearestReachable(MatrixShape shape, long links) {
            return count;
        }

        @Override
        public BitSet best(MatrixShape shape, long[] positions, float[] scores, int keep) {
            return mask;
        }
    }

    @Test
    void aStartGivesAsManyPositionsAsItCountedAscendingAndWithinTheWeight() {
        starts(0, 1).hasMessageContaining("2 positions for fc1.weight, which starts with 3 links");
        starts(0, 1, 8).hasMessageContaining("position 2 of fc1.weight is 8").hasMessageContaining("2 to 7");
        starts(-1, 1, 2).hasMessageContaining("position 0 of fc1.weight is -1");
        starts(3, 3, 4).hasMessageContaining("position 1 of fc1.weight is 3").hasMessageContaining("4 to 7");
    }

    private AbstractThrowableAssert<?, ?> starts(long... positions) {
        StartMask guarded = run.guarded(StartMask.class, (shape, links, random) -> positions);
        return refused("start", "positions", () -> guarded.positions(FC1, 3, RANDOM));
    }

    @Test
    void aScheduleIsFinite() {
        Schedule guarded = run.guarded(Schedule.class, progress -> 1 / (progress - 0.5));
        assertThat(guarded.at(1)).isEqualTo(2);
        refused("schedule", "at", () -> guarded.at(0.5)).hasMessageContaining("Infinity at progress 0.5");
    }

    @Test
    void aPenaltyIsANumberAndNotNegative() {
        refused("regularize", "value", () -> penalty(Double.NaN).value(NO_GROUPS, new double[0]))
                .hasMessageContaining("NaN; a penalty is finite and at least 0");
        refused("regularize", "value", () -> penalty(-1).value(NO_GROUPS, new double[0]))
                .hasMessageContaining("-1.0; a penalty");
        assertThat(penalty(2).value(NO_GROUPS, new double[0])).isEqualTo(2);
        assertThatThrownBy(() -> penalty(1).prox(NO_GROUPS, new double[0]))
                .isInstanceOf(PluginFault.class)
                .hasMessage("rigl.groovy:31:9: The plugin regularize 'broken' of org.example 1.2.0 failed in prox:"
                        + " java.lang.ArrayIndexOutOfBoundsException: Index 0 out of bounds for length 0.");
        assertThatThrownBy(() -> penalty(1).slopes(NO_GROUPS, new double[0], new double[0]))
                .isInstanceOf(PluginFault.class)
                .hasMessageContaining("failed in slopes: java.lang.ArrayIndexOutOfBoundsException");
    }

    private static final GroupView NO_GROUPS = new GroupView() {
        @Override
        public int count() {
            return 0;
        }

        @Override
        public int size(int group) {
            return 0;
        }

        @Override
        public double flops(int group) {
            return 0;
        }

        @Override
        public double step(int group) {
            return 0;
        }

        @Override
        public int parameters() {
            return 0;
        }

        @Override
        public int first(int parameter) {
            return 0;
        }
    };

    /** A penalty of one value that believes there is always a group. */
    private Regularizer penalty(double value) {
        return run.guarded(Regularizer.class, new Regularizer() {
            @Override
            public double value(GroupView groups, double[] norms) {
                return value;
            }

            @Override
            public void prox(GroupView groups, double[] norms) {
                norms[0] = 0;
            }

            @Override
            public void slopes(GroupView groups, double[] norms, double[] slopes) {
                slopes[0] = 1;
            }
        });
    }

    @Test
    void aPruneCriterionGivesNumbersForNumbers() {
        PruneCriterion guarded =
                run.guarded(PruneCriterion.class, (links, scores) -> scores[2] = Float.NaN * links.value(2));
        refused("prune", "score", () -> guarded.score(new Links(0.5f), new float[4]))
                .hasMessageContaining("NaN for a link of fc1.weight (row 1, column 0, value 0.5, gradient 0.0)");
        assertThatThrownBy(() -> guarded.score(new Links(Float.NaN), new float[4]))
                .isNotInstanceOf(PluginFault.class)
                .hasMessageContaining("Training diverged")
                .hasMessageContaining("prune 'broken'")
                .hasMessageContaining("fc1.weight (row 1, column 0, value NaN");
    }

    /** Four links of {@link #FC1}, all of one value. */
    private record Links(float of) implements LinkView {
        @Override
        public MatrixShape shape() {
            return FC1;
        }

        @Override
        public int count() {
            return 4;
        }

        @Override
        public int row(int link) {
            return link / 2;
        }

        @Override
        public int column(int link) {
            return link % 2;
        }

        @Override
        public float value(int link) {
            return of;
        }

        @Override
        public float gradient(int link) {
            return 0;
        }

        @Override
        public double flow(int link) {
            return 0;
        }

        @Override
        public float hessianGradient(int link) {
            return 0;
        }

        @Override
        public RandomStream random() {
            return RANDOM;
        }
    }

    @Test
    void aNewLinkStartsWithANumber() {
        GrowCriterion guarded = run.guarded(GrowCriterion.class, new GrowCriterion() {
            @Override
            public void score(RowView row, float[] scores) {
                // every position is as good as another
            }

            @Override
            public float startValue(RandomStream random, long position) {
                return Float.NEGATIVE_INFINITY;
            }
        });
        refused("grow", "startValue", () -> guarded.startValue(RANDOM, 5)).hasMessageContaining("position 5");
    }

    @Test
    void anOptimizerNamesItsSlotsApartAndWritesThemInPlace() {
        refused("optimizer", "slots", () -> run.guarded(Optimizer.class, new Slots(List.of("m", "m"))))
                .hasMessageContaining("[m, m]");
        Optimizer guarded = run.guarded(Optimizer.class, new Slots(List.of("m")));
        refused(
                        "optimizer",
                        "update",
                        () -> guarded.update(new float[8], new float[8], new float[1][8], 8, new First()))
                .hasMessageContaining("slot 'm' was replaced by an array of 3 for 8 values");
    }

    private record Slots(List<String> slots) implements Optimizer {
        @Override
        public void update(float[] values, float[] gradients, float[][] staged, int count, StepView step) {
            staged[0] = new float[3];
        }
    }

    private record First() implements StepView {
        @Override
        public long step() {
            return 1;
        }

        @Override
        public double learningRate() {
            return 0.1;
        }

        @Override
        public boolean decays() {
            return false;
        }
    }

    @Test
    void aSourceDescribesWhatItDelivers() {
        delivers(data(List.of(2, 2, 1, 1), 3, new Table(2, 4, 0))).hasMessageContaining("shape [2, 2, 1, 1]");
        delivers(data(List.of(4, 0, 1), 3, new Table(2, 4, 0))).hasMessageContaining("shape [4, 0, 1]");
        delivers(data(List.of(4), 2, new Table(2, 4, 0))).hasMessageContaining("3 names for 2 classes");
        delivers(data(List.of(4), 0, new Table(2, 4, 0))).hasMessageContaining("0 targets");
    }

    private AbstractThrowableAssert<?, ?> delivers(Dataset data) {
        return refused(
                "source",
                "open",
                () -> run.guarded(DataSource.class, () -> data).open());
    }

    /** Three positions with the given labels. */
    private record Sequence(int... given) implements Examples {
        @Override
        public int count() {
            return 1;
        }

        @Override
        public void features(int id, float[] out) {
            java.util.Arrays.fill(out, 0f);
        }

        @Override
        public int label(int id) {
            return -1;
        }

        @Override
        public int positions() {
            return 3;
        }

        @Override
        public void labels(int id, int[] out) {
            System.arraycopy(given, 0, out, 0, given.length);
        }

        @Override
        public void target(int id, float[] out) {}
    }

    @Test
    void aPositionHasAClassOrDoesNotCount() {
        assertThat(run.guarded(DataSource.class, () -> data(List.of(3), 3, new Sequence(2, -1, 0)))
                        .open()
                        .positions())
                .isEqualTo(3);
        DataSource beyond = run.guarded(DataSource.class, () -> data(List.of(3), 3, new Sequence(0, 3, 0)));
        refused("source", "labels", beyond::open)
                .hasMessageContaining("3 at position 1 of example 0; allowed are -1 to 2");
        DataSource below = run.guarded(DataSource.class, () -> data(List.of(3), 3, new Sequence(0, 0, -2)));
        refused("source", "labels", below::open).hasMessageContaining("-2 at position 2 of example 0");
        DataSource unwritten = run.guarded(DataSource.class, () -> data(List.of(3), 3, new Sequence(0, 0)));
        refused("source", "labels", unwritten::open).hasMessageContaining("at position 2 of example 0");
    }

    @Test
    void anExampleHasAsManyNumbersAsItsSourceSays() {
        DataSource shorter = run.guarded(DataSource.class, () -> data(List.of(5), 3, new Table(2, 4, 0)));
        refused("source", "features", shorter::open).hasMessageContaining("number 4 of 5 of an example was not");
        DataSource longer = run.guarded(DataSource.class, () -> data(List.of(3), 3, new Table(2, 4, 0)));
        assertThatThrownBy(longer::open)
                .isInstanceOf(PluginFault.class)
                .hasMessageContaining("failed in features: java.lang.ArrayIndexOutOfBoundsException");
        DataSource negative = run.guarded(DataSource.class, () -> data(List.of(4), 3, new Table(-2, 4, 0)));
        refused("source", "count", negative::open).hasMessageContaining("-2 train examples");
    }

    @Test
    void aLabelIsOneOfTheClasses() {
        DataSource guarded = run.guarded(DataSource.class, () -> data(List.of(4), 3, new Table(9, 4, 2)));
        Examples train = guarded.open().train();
        assertThat(train.label(0)).isEqualTo(2);
        assertThatThrownBy(() -> train.label(1))
                .isInstanceOf(PluginFault.class)
                .hasMessageContaining("gave a wrong answer in label: 3 for example 1; allowed are 0 to 2.");
    }

    @Test
    void onlyLinkedExamplesMayBeWithoutAClass() {
        Examples one = new Table(1, 4, -1);
        DataSource alone = run.guarded(DataSource.class, () -> data(List.of(4), 3, one));
        refused("source", "label", () -> alone.open().train().label(0))
                .hasMessageContaining("-1 for example 0; allowed are 0 to 2");
        ExampleGraph graph = new ExampleGraph(new int[] {0, 0}, new int[0]);
        DataSource linked = run.guarded(
                DataSource.class,
                () -> new Dataset(
                        "d",
                        List.of(4),
                        3,
                        List.of("a", "b", "c"),
                        one,
                        new Table(0, 4, 0),
                        Map.of(),
                        Optional.of(graph)));
        Dataset data = linked.open();
        assertThat(data.graph()).contains(graph);
        assertThat(data.train().label(0)).isEqualTo(-1);
    }

    @Test
    void aPreparationKeepsEveryExample() {
        Dataset data = data(List.of(4), 3, new Table(9, 4, 0));
        Preparation guarded = run.guarded(Preparation.class, d -> d.with(new Table(8, 4, 0), d.test()));
        refused("prepare", "apply", () -> guarded.apply(data)).hasMessageContaining("8 training examples of 9");
    }

    @Test
    void anExporterLeavesTheFileItWasAskedFor(@TempDir Path folder) throws Exception {
        ModelView model = new NoModel();
        Exporter beside =
                run.guarded(Exporter.class, (view, file) -> Files.writeString(file.resolveSibling("other"), "x"));
        refused("export", "export", () -> beside.export(model, folder.resolve("model")))
                .hasMessageContaining("no file " + folder.resolve("model"));
        Exporter right = run.guarded(Exporter.class, (view, file) -> Files.writeString(file, "x"));
        right.export(model, folder.resolve("model"));
    }

    private record NoModel() implements ModelView {
        @Override
        public List<TensorView> parameters() {
            return List.of();
        }

        @Override
        public NetworkView network() {
            throw new AssertionError("nobody asks for it");
        }

        @Override
        public Map<String, String> provenance() {
            return Map.of();
        }
    }

    private static Dataset data(List<Integer> shape, int targets, Examples train) {
        return new Dataset("d", shape, targets, List.of("a", "b", "c"), train, new Table(0, 4, 0), Map.of());
    }

    /** Examples of {@code features} numbers and 3 targets; labels ascend from {@code first}. */
    private record Table(int count, int features, int first) implements Examples {
        @Override
        public void features(int id, float[] out) {
            for (int f = 0; f < features; f++) {
                out[f] = id + f;
            }
        }

        @Override
        public int label(int id) {
            return first + id;
        }

        @Override
        public void target(int id, float[] out) {
            Arrays.fill(out, 0f);
        }
    }
}
