package org.espalier.core.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.espalier.api.RandomStream;
import org.espalier.api.loop.Point;
import org.espalier.core.checkpoint.RunState;
import org.espalier.core.checkpoint.StateReader;
import org.espalier.core.checkpoint.StateWriter;
import org.espalier.core.model.Network;
import org.espalier.core.storage.WeightStore;

/** The rules of a phase, in the order of the recipe. */
final class Rules implements RunState {
    private final Network network;
    private final List<RuleArrays> arrays = new ArrayList<>();
    private final List<ActingRule> rules = new ArrayList<>();
    private boolean open;

    /**
     * @param gradients computes steps once more
     * @param random the stream of the phase
     */
    Rules(PhaseSpec spec, Network network, StepGradients gradients, RandomStream random) {
        this.network = network;
        List<String> weights =
                network.weights().stream().map(w -> w.shape().name()).toList();
        List<RuleSpec> specs = spec.step().rules();
        for (WeightStore parameter : network.parameters()) {
            String name = parameter.shape().name();
            if (specs.stream().anyMatch(rule -> rule.parameters().contains(name))) {
                arrays.add(new RuleArrays(parameter));
            }
        }
        for (int i = 0; i < specs.size(); i++) {
            RuleSpec rule = specs.get(i);
            rules.add(new ActingRule(
                    rule,
                    spec.steps(),
                    name -> new HandedParameter(
                            handed(name),
                            weights.contains(name),
                            rule.claims(),
                            spec.optimizer().slots(),
                            spec.step().offsets()),
                    new FurtherPasses(
                            network,
                            gradients,
                            this::giveBack,
                            this::lends,
                            Set.copyOf(rule.parameters()),
                            rule.rule().passes().gradients() > 0),
                    random.fork("rule/" + i)));
        }
    }

    private RuleArrays handed(String name) {
        return arrays.stream()
                .filter(array -> array.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no parameter is called " + name));
    }

    /** Takes up parameters whose storage changed. */
    void bind() {
        for (WeightStore parameter : network.parameters()) {
            for (RuleArrays bound : arrays) {
                if (bound.name().equals(parameter.shape().name())) {
                    bound.bind(parameter);
                }
            }
        }
        rules.forEach(ActingRule::bind);
    }

    /** What follows counts when {@link #endStep} is reached. */
    void beginStep() {
        open = true;
        for (int i = 0; i < rules.size(); i++) {
            rules.get(i).beginStep();
        }
    }

    /** The step that was begun will change parameters. */
    void commitStep() {
        for (int i = 0; i < rules.size(); i++) {
            rules.get(i).commitStep();
        }
    }

    void endStep() {
        open = false;
    }

    /** If a step was begun and did not end, nothing of it counts. */
    void abandonStep() {
        giveBack();
        if (open) {
            open = false;
            rules.forEach(ActingRule::abandonStep);
        }
    }

    /** Nothing of the last step that changed parameters counts. */
    void takeBack() {
        rules.forEach(ActingRule::takeBack);
    }

    /** Whether a parameter has other values than its own for now. */
    boolean lends(String parameter) {
        for (int i = 0; i < arrays.size(); i++) {
            if (arrays.get(i).lends() && arrays.get(i).name().equals(parameter)) {
                return true;
            }
        }
        return false;
    }

    /** Whether any parameter has other values than its own for now. */
    boolean lends() {
        for (int i = 0; i < arrays.size(); i++) {
            if (arrays.get(i).lends()) {
                return true;
            }
        }
        return false;
    }

    /** What was changed for the forward pass becomes what it was. */
    void giveBack() {
        for (int i = 0; i < arrays.size(); i++) {
            arrays.get(i).giveBack();
        }
    }

    /**
     * All rules of a point act.
     *
     * @param measured on the validation examples at the end of an epoch; without that, rules that ask for it do not act,
     *     as in a trial of some steps
     */
    void act(Point point, long step, double loss, Map<String, Double> measured) {
        for (int i = 0; i < rules.size(); i++) {
            if (rules.get(i).actsAt(point, measured)) {
                rules.get(i).act(point, step, loss, measured);
                if (point == Point.AFTER_BACKWARD) {
                    giveBack();
                }
            }
        }
    }

    @Override
    public String stateName() {
        return "rules";
    }

    /** Numbers are pairs of ints, high bits first. */
    @Override
    public void save(StateWriter out) {
        for (int i = 0; i < rules.size(); i++) {
            double[] state = rules.get(i).state();
            int[] bits = IntStream.range(0, 2 * state.length)
                    .map(k -> (int) (Double.doubleToRawLongBits(state[k / 2]) >>> (k % 2 == 0 ? 32 : 0)))
                    .toArray();
            out.ints(Integer.toString(i), bits);
        }
    }

    @Override
    public void restore(StateReader in) {
        giveBack();
        open = false;
        for (int i = 0; i < rules.size(); i++) {
            double[] state = new double[rules.get(i).state().length];
            int[] bits = in.ints(Integer.toString(i));
            if (bits.length != 2 * state.length) {
                throw in.misfit(
                        "has " + bits.length / 2 + " numbers of rule " + (i + 1) + " instead of " + state.length);
            }
            for (int k = 0; k < state.length; k++) {
                state[k] = Double.longBitsToDouble((long) bits[2 * k] << 32 | Integer.toUnsignedLong(bits[2 * k + 1]));
            }
            rules.get(i).restore(state);
        }
    }
}
