package org.espalier.testkit;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.espalier.api.EspalierException;
import org.espalier.api.MatrixShape;
import org.espalier.api.RandomStream;
import org.espalier.api.loop.Claim;
import org.espalier.api.loop.Claims;
import org.espalier.api.loop.Passes;
import org.espalier.api.loop.Point;
import org.espalier.api.loop.Rule;
import org.espalier.api.loop.RuleParameter;
import org.espalier.api.loop.RuleStep;
import org.jspecify.annotations.Nullable;

/** A step in the hands of a rule, without an engine: parameters are arrays, and a rule may change what its class claims. */
public final class RuleTable implements RuleStep {
    private final Claims claims;
    private final List<Table> tables;
    private final double[] numbers;
    private final boolean measures;
    private final Passes passes;
    private Landscape landscape = RuleTable::bowl;
    private int gradientsAsked;
    private int lossesAsked;
    private Map<String, Double> measured = Map.of();
    private Point point = Point.BEFORE_FORWARD;
    private long step;
    private double loss = Double.NaN;
    private double dial = 0.1;

    /**
     * @param rule whose claims hold
     */
    public RuleTable(Rule rule, Table... tables) {
        Claims said = rule.getClass().getAnnotation(Claims.class);
        this.claims = said == null ? Silent.class.getAnnotation(Claims.class) : said;
        this.tables = List.of(tables);
        this.numbers = new double[rule.numbers()];
        this.measures = rule.measures();
        this.passes = rule.passes();
        this.tables.forEach(table -> table.step = this);
    }

    @Claims
    private static final class Silent {}

    /** What the loss is at some values. */
    @FunctionalInterface
    public interface Landscape {
        /**
         * @param values by table
         * @param gradients output, by table
         * @return the loss
         */
        double at(float[][] values, float[][] gradients);
    }

    /** Half the sum of all squares. */
    private static double bowl(float[][] values, float[][] gradients) {
        double loss = 0;
        for (int t = 0; t < values.length; t++) {
            for (int k = 0; k < values[t].length; k++) {
                loss += 0.5 * values[t][k] * values[t][k];
                gradients[t][k] = values[t][k];
            }
        }
        return loss;
    }

    /** Further passes find this loss; without one, half the sum of the squares of all values. */
    public RuleTable losing(Landscape loss) {
        landscape = loss;
        return this;
    }

    /**
     * Lets the rule act.
     *
     * @param measures {@code loss} is the loss of the step as well
     */
    public void act(Rule rule, Point at, long newStep, Map<String, Double> measures) {
        point = at;
        step = newStep;
        loss = at == Point.BEFORE_FORWARD ? Double.NaN : measures.getOrDefault("loss", Double.NaN);
        measured = at == Point.END_OF_EPOCH ? measures : Map.of();
        gradientsAsked = 0;
        lossesAsked = 0;
        rule.act(at, this);
        tables.forEach(Table::giveBack);
    }

    /** The tables, with whatever the rule made of them. */
    public List<Table> tables() {
        return tables;
    }

    private void require(Claim claim, Point... points) {
        if (!List.of(claims.owns()).contains(claim) && !List.of(claims.edits()).contains(claim)) {
            throw new EspalierException("It changes " + claim.text() + " and does not claim them.");
        }
        if (!List.of(points).contains(point)) {
            throw new EspalierException("A rule cannot change " + claim.text() + " " + point.text() + ".");
        }
    }

    @Override
    public long step() {
        return step;
    }

    @Override
    public long steps() {
        return 1000;
    }

    @Override
    public double loss() {
        return loss;
    }

    @Override
    public double measured(String metric) {
        if (!measures) {
            throw new EspalierException("It asks for what was measured, and its measures() says that it does not.");
        }
        Double value = measured.get(metric);
        if (value == null) {
            throw new EspalierException("'" + metric + "' is not measured.");
        }
        return value;
    }

    @Override
    public List<RuleParameter> parameters() {
        return point == Point.END_OF_EPOCH ? List.of() : List.copyOf(tables);
    }

    @Override
    public double dial() {
        return dial;
    }

    @Override
    public void turn(double value) {
        require(Claim.DIAL, Point.values());
        if (!(value >= 0 && value <= Double.MAX_VALUE)) {
            throw new EspalierException("It turns the dial to " + value + ".");
        }
        dial = value;
    }

    @Override
    public double[] numbers() {
        return numbers;
    }

    @Override
    public double gradientsAgain() {
        require(Claim.GRADIENTS, Point.AFTER_BACKWARD);
        requirePass(++gradientsAsked, passes.gradients());
        float[][] gradients = new float[tables.size()][];
        Arrays.setAll(gradients, t -> new float[tables.get(t).count()]);
        double found = landscape.at(effective(), gradients);
        for (int t = 0; t < gradients.length; t++) {
            tables.get(t).kept[1] = gradients[t];
        }
        tables.forEach(Table::giveBack);
        return found;
    }

    @Override
    public double lossAgain() {
        require(Claim.GRADIENTS, Point.AFTER_BACKWARD);
        requirePass(++lossesAsked, passes.losses());
        float[][] values = effective();
        float[][] unused = new float[values.length][];
        Arrays.setAll(unused, t -> new float[values[t].length]);
        double found = landscape.at(values, unused);
        tables.forEach(Table::giveBack);
        return found;
    }

    private float[][] effective() {
        return tables.stream().map(table -> table.kept[0].clone()).toArray(float[][]::new);
    }

    private static void requirePass(int asked, int most) {
        if (asked > most) {
            throw new EspalierException("It asks for pass " + asked + ", and its passes() says " + most + ".");
        }
    }

    @Override
    public long key() {
        return RandomStream.bits(17, step);
    }

    /** A parameter with all its values stored, and one slot. */
    public static final class Table implements RuleParameter {
        private final MatrixShape shape;
        private final boolean weight;
        private final float[][] kept;
        private final float[][] read;
        private @Nullable RuleTable step;
        private float @Nullable [] lent;

        /**
         * @param values {@code [rows * columns]}; gradients are as large, slots half of that
         */
        public Table(boolean weight, MatrixShape shape, float[] values) {
            this.weight = weight;
            this.shape = shape;
            this.kept = new float[][] {values.clone(), values.clone(), values.clone()};
            for (int i = 0; i < values.length; i++) {
                kept[2][i] /= 2;
            }
            this.read = new float[3][values.length];
        }

        /** Values, gradients and slots as they are. */
        public float[][] all() {
            return Arrays.stream(kept).map(float[]::clone).toArray(float[][]::new);
        }

        private RuleTable step() {
            return Objects.requireNonNull(step, "no table of a step");
        }

        private float[] read(int which) {
            System.arraycopy(kept[which], 0, read[which], 0, count());
            return read[which];
        }

        private void put(int which) {
            for (float number : read[which]) {
                if (!Float.isFinite(number)) {
                    throw new EspalierException("A number of " + name() + " would become " + number + ".");
                }
            }
            kept[which] = read[which].clone();
        }

        @Override
        public String name() {
            return shape.name();
        }

        @Override
        public boolean weight() {
            return weight;
        }

        @Override
        public MatrixShape shape() {
            return shape;
        }

        @Override
        public int count() {
            return kept[0].length;
        }

        @Override
        public int rowStart(int row) {
            return row * shape.columns();
        }

        @Override
        public int column(int value) {
            return value % shape.columns();
        }

        @Override
        public float[] values() {
            return read(0);
        }

        @Override
        public void putValues() {
            if (step().point == Point.BEFORE_FORWARD || step().point == Point.AFTER_BACKWARD) {
                step().require(Claim.EFFECTIVE_VALUES, Point.BEFORE_FORWARD, Point.AFTER_BACKWARD);
                lend();
            } else {
                step().require(Claim.VALUES, Point.AFTER_STEP, Point.AFTER_TOPOLOGY);
            }
            put(0);
        }

        /** What is put before the forward pass stays, so that tests see it. */
        private void lend() {
            if (lent == null && step().point == Point.AFTER_BACKWARD) {
                lent = kept[0];
            }
        }

        private void giveBack() {
            if (lent != null) {
                kept[0] = lent;
                lent = null;
            }
        }

        @Override
        public float[] gradients() {
            if (step().point != Point.AFTER_BACKWARD) {
                throw new EspalierException(
                        "A rule cannot read gradients " + step().point.text() + ".");
            }
            return read(1);
        }

        @Override
        public void putGradients() {
            step().require(Claim.GRADIENTS, Point.AFTER_BACKWARD);
            put(1);
        }

        @Override
        public List<String> slots() {
            return List.of("momentum");
        }

        @Override
        public float[] slot(int slot) {
            return read(2);
        }

        @Override
        public void putSlot() {
            step().require(Claim.SLOTS, Point.AFTER_STEP, Point.AFTER_TOPOLOGY);
            put(2);
        }
    }
}
