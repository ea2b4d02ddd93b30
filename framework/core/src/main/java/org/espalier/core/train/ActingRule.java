package org.espalier.core.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.espalier.api.EspalierException;
import org.espalier.api.RandomStream;
import org.espalier.api.loop.Claim;
import org.espalier.api.loop.Passes;
import org.espalier.api.loop.Point;
import org.espalier.api.loop.RuleParameter;
import org.espalier.api.loop.RuleStep;

/** A rule at work, with what it remembers. */
final class ActingRule implements RuleStep {
    private final RuleSpec spec;
    private final long steps;
    private final long key;
    private final List<HandedParameter> handed = new ArrayList<>();
    private final List<RuleParameter> parameters;
    private final boolean[] acts = new boolean[Point.values().length];
    private final double[] numbers;
    private final Passes allowed;
    private final FurtherPasses passes;
    private final Kept beforeStep;
    /** Before the last step that changed parameters. */
    private final Kept beforeLast;

    private Point point = Point.BEFORE_FORWARD;
    private long step;
    private double loss;
    private int gradientsAsked;
    private int lossesAsked;
    private Map<String, Double> measured = Map.of();

    /**
     * @param steps of the phase
     * @param hand gives a parameter by its name
     * @param passes computes the step once more
     * @param random the stream of the rule
     */
    ActingRule(
            RuleSpec spec,
            long steps,
            Function<String, HandedParameter> hand,
            FurtherPasses passes,
            RandomStream random) {
        this.spec = spec;
        this.steps = steps;
        this.key = random.key();
        spec.parameters().forEach(name -> handed.add(hand.apply(name)));
        this.parameters = Collections.unmodifiableList(handed);
        spec.points().forEach(at -> acts[at.ordinal()] = true);
        this.numbers = new double[spec.rule().numbers()];
        this.allowed = spec.rule().passes();
        this.passes = passes;
        if (owns()) {
            spec.dial().turnTo(Double.NaN);
        }
        this.beforeStep = new Kept();
        this.beforeLast = new Kept();
    }

    /** What it remembers and how its dial stands, as they were. */
    private final class Kept {
        private final double[] old = new double[numbers.length];
        private double turned = Double.NaN;

        void keep() {
            System.arraycopy(numbers, 0, old, 0, old.length);
            turned = spec.dial().turnedTo();
        }

        void copyFrom(Kept other) {
            System.arraycopy(other.old, 0, old, 0, old.length);
            turned = other.turned;
        }

        void giveBack() {
            System.arraycopy(old, 0, numbers, 0, old.length);
            if (owns()) {
                spec.dial().turnTo(turned);
            }
        }
    }

    boolean actsAt(Point at, Map<String, Double> newMeasured) {
        boolean blind =
                at == Point.END_OF_EPOCH && newMeasured.isEmpty() && spec.rule().measures();
        return acts[at.ordinal()] && !blind;
    }

    void act(Point at, long newStep, double newLoss, Map<String, Double> newMeasured) {
        point = at;
        step = newStep;
        loss = newLoss;
        measured = newMeasured;
        for (int i = 0; i < handed.size(); i++) {
            handed.get(i).at(at);
        }
        gradientsAsked = 0;
        lossesAsked = 0;
        spec.rule().act(at, this);
    }

    /** Takes up parameters whose storage changed. */
    void bind() {
        passes.bind();
    }

    void beginStep() {
        beforeStep.keep();
    }

    /** The step will change parameters. */
    void commitStep() {
        beforeLast.copyFrom(beforeStep);
    }

    /** Forgets the step that was begun. */
    void abandonStep() {
        beforeStep.giveBack();
    }

    /** Forgets the last step that changed parameters. */
    void takeBack() {
        beforeLast.giveBack();
    }

    /** What it remembers, then what its dial is turned to, NaN if it is not. */
    double[] state() {
        double[] state = Arrays.copyOf(numbers, numbers.length + 1);
        state[numbers.length] = owns() ? spec.dial().turnedTo() : Double.NaN;
        return state;
    }

    void restore(double[] state) {
        System.arraycopy(state, 0, numbers, 0, numbers.length);
        if (owns()) {
            spec.dial().turnTo(state[numbers.length]);
        }
    }

    private boolean owns() {
        return spec.claims().has(Claim.DIAL);
    }

    @Override
    public long step() {
        return step;
    }

    @Override
    public long steps() {
        return steps;
    }

    @Override
    public double loss() {
        return loss;
    }

    @Override
    public double measured(String metric) {
        if (!spec.rule().measures()) {
            throw new EspalierException("It asks for what was measured, and its measures() says that it does not.");
        }
        Double value = measured.get(metric);
        if (value == null) {
            throw new EspalierException(
                    point == Point.END_OF_EPOCH
                            ? "It asks for '" + metric + "', and what is measured is "
                                    + String.join(", ", measured.keySet()) + "."
                            : "Nothing is measured " + point.text() + ".");
        }
        return value;
    }

    @Override
    public List<RuleParameter> parameters() {
        return point == Point.END_OF_EPOCH ? List.of() : parameters;
    }

    @Override
    public double dial() {
        return spec.dial().value();
    }

    @Override
    public void turn(double value) {
        if (!owns()) {
            throw new EspalierException(
                    "It turns the dial and does not say so: annotate its class with @Claims(owns = Claim.DIAL).");
        }
        if (!(value >= 0 && value <= Double.MAX_VALUE)) {
            throw new EspalierException("It turns the dial to " + value + "; a dial is finite and at least 0.");
        }
        spec.dial().turnTo(value);
    }

    @Override
    public double[] numbers() {
        return numbers;
    }

    @Override
    public double gradientsAgain() {
        requirePass(++gradientsAsked, allowed.gradients(), "gradients");
        return passes.gradients(step);
    }

    @Override
    public double lossAgain() {
        requirePass(++lossesAsked, allowed.losses(), "the loss");
        return passes.loss(step);
    }

    private void requirePass(int asked, int most, String what) {
        if (point != Point.AFTER_BACKWARD) {
            throw new EspalierException("A rule cannot compute " + what + " once more " + point.text() + ".");
        }
        if (asked > most) {
            throw new EspalierException("It computes " + what + " once more " + asked
                    + " times in a step, and its passes() says " + most + ".");
        }
    }

    @Override
    public long key() {
        return RandomStream.bits(key, step);
    }
}
