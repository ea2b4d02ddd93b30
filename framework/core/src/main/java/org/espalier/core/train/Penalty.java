package org.espalier.core.train;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import org.espalier.api.EspalierException;
import org.espalier.core.channel.ChannelMask;
import org.espalier.core.guard.PluginFault;
import org.espalier.core.model.Network;
import org.espalier.core.parallel.Work;
import org.espalier.core.parallel.WorkerPool;
import org.espalier.core.plan.RegularizePlan;
import org.espalier.core.run.RunEvent;

/**
 * A regularizer at work. Norms of groups are summed in double over each part of a parameter and then over the parts in
 * their order, which threads do not change; the plugin says what becomes of the norms; then each value is multiplied by
 * what its group's norm was.
 *
 * <p>A proximal or half-space step follows the optimizer's and is taken back with it, since only values, their transposed
 * copies and the offsets of averages change, and the old ones lie where that step put them.
 *
 * <p>Norms that are not finite are left alone: the values behind them are to be found and named.
 */
final class Penalty implements Work {
    /** What is done with each part. */
    private enum Pass {
        MEASURE,
        COMPARE,
        SCALE,
        PROJECT,
        ADD
    }

    private final PenaltySpec spec;
    private final Network network;
    private final double[] rates;
    private final Optional<AveragedValues.Offsets> average;
    private final Optional<ChannelMask> outside;
    private GroupedValues groups;
    private double[] norms = {};
    /** Norms before a proximal step, slopes, then factors. */
    private double[] factors = {};
    /** Products of groups with what they were, for half-space steps. */
    private double[] products = {};

    private boolean[] gone = {};

    /** Groups that are left alone, as a mask keeps them; empty when there is none. */
    private boolean[] spared = {};

    private Pass pass = Pass.MEASURE;

    /**
     * @param step what else surrounds the optimizer
     * @param masks by name
     */
    Penalty(PenaltySpec spec, Network network, StepSpec step, Function<String, ChannelMask> masks) {
        this.spec = spec;
        this.network = network;
        this.rates = spec.parameters().stream()
                .mapToDouble(name -> step.group(name).rateTimes())
                .toArray();
        this.average = step.offsets();
        this.outside = spec.outside().map(masks);
        this.groups = bound();
    }

    /** Takes up parameters whose storage changed. */
    void bind() {
        groups = bound();
    }

    private GroupedValues bound() {
        boolean compares = spec.by() == RegularizePlan.By.HALF_SPACE;
        GroupedValues now =
                new GroupedValues(network, spec.parameters(), rates, spec.groups(), spec.heads(), average, compares);
        if (norms.length != now.count()) {
            norms = new double[now.count()];
            factors = new double[now.count()];
            products = new double[compares ? now.count() : 0];
            gone = new boolean[products.length];
        }
        spared = outside.map(now::keptBy).orElse(spared);
        return now;
    }

    /** Adds the penalty's gradient to that of the loss, if that is how it acts. */
    void addGradient(WorkerPool pool, double learningRate) {
        double strength = strength();
        if (spec.by() != RegularizePlan.By.GRADIENT || strength == 0 || !measure(pool)) {
            return;
        }
        groups.step(learningRate * strength);
        slopes(strength);
        run(pool, Pass.ADD);
    }

    /** What is to be added to the gradient of each group, as a multiple of the group. */
    private void slopes(double times) {
        spec.regularizer().slopes(groups, norms, factors);
        for (int i = 0; i < norms.length; i++) {
            double slope = norms[i] == 0 ? 0 : times * factors[i];
            if (!(Math.abs(slope) <= Float.MAX_VALUE)) {
                throw wrong("slopes", factors[i], i, "a slope is finite.");
            }
            factors[i] = norms[i] == 0 ? 0 : slope / norms[i];
        }
    }

    /**
     * Takes a step after the optimizer's, if that is how it acts and one is due.
     *
     * @param step from 1
     */
    void step(WorkerPool pool, long step, double learningRate) {
        double size = learningRate * strength() * spec.every();
        if (!spec.by().stepsItself() || step % spec.every() != 0 || size == 0) {
            return;
        }
        groups.step(size);
        if (spec.by() == RegularizePlan.By.PROX) {
            shrink(pool);
        } else {
            project(pool);
        }
    }

    private void shrink(WorkerPool pool) {
        if (!measure(pool)) {
            return;
        }
        System.arraycopy(norms, 0, factors, 0, norms.length);
        spec.regularizer().prox(groups, norms);
        for (int i = 0; i < norms.length; i++) {
            if (!(norms[i] >= 0 && norms[i] <= Float.MAX_VALUE)) {
                throw wrong("prox", norms[i], i, "a norm is finite and at least 0.");
            }
            if (factors[i] == 0 && norms[i] != 0) {
                throw wrong("prox", norms[i], i, "a norm of 0 stays 0.");
            }
            factors[i] = norms[i] == factors[i] ? 1 : norms[i] / factors[i];
        }
        run(pool, Pass.SCALE);
    }

    /**
     * Leads the optimizer's step from θ to x on to x - size · slope · θ / ‖θ‖. A group whose product with θ is then less than
     * epsilon ‖θ‖² becomes zero, and one that is zero stays so.
     */
    private void project(WorkerPool pool) {
        run(pool, Pass.COMPARE);
        Arrays.fill(products, 0);
        for (int p = 0; p < groups.parts().size(); p++) {
            groups.parts().get(p).addProductsTo(products);
        }
        if (!sumNorms() || !finite(products)) {
            return;
        }
        slopes(1);
        for (int i = 0; i < norms.length; i++) {
            double square = norms[i] * norms[i];
            factors[i] *= groups.step(i);
            gone[i] = !spared(i) && (norms[i] == 0 || products[i] - factors[i] * square < spec.epsilon() * square);
        }
        run(pool, Pass.PROJECT);
    }

    private static boolean finite(double[] numbers) {
        double sum = 0;
        for (double number : numbers) {
            sum += Math.abs(number);
        }
        return sum <= Double.MAX_VALUE;
    }

    private double strength() {
        double strength = spec.strength().value();
        if (!(strength >= 0 && strength <= Float.MAX_VALUE)) {
            throw new EspalierException("The strength of the regularizer '" + spec.name()
                    + "' must be in [0, inf); its schedule gave " + strength + ".");
        }
        return strength;
    }

    private EspalierException wrong(String call, double answer, int group, String allowed) {
        return PluginFault.wrong(
                spec.regularizer(), RegularizePlan.KIND, call, answer + " for " + groups.text(group) + "; " + allowed);
    }

    /** How things stand after a step. */
    RunEvent told(WorkerPool pool, String phase, long step) {
        boolean finite = measure(pool);
        int zero = 0;
        int free = 0;
        for (int i = 0; i < norms.length; i++) {
            free += spared(i) ? 0 : 1;
            zero += norms[i] == 0 && !spared(i) ? 1 : 0;
        }
        double value = finite ? spec.regularizer().value(groups, norms) : Double.NaN;
        return new RunEvent.Penalised(phase, step, spec.name(), value, free, zero);
    }

    /** The norms as they are, 0 of what is left alone; whether all are finite. */
    private boolean measure(WorkerPool pool) {
        run(pool, Pass.MEASURE);
        return sumNorms();
    }

    private boolean sumNorms() {
        Arrays.fill(norms, 0);
        for (int p = 0; p < groups.parts().size(); p++) {
            groups.parts().get(p).addTo(norms);
        }
        double sum = 0;
        for (int i = 0; i < norms.length; i++) {
            sum += norms[i];
            norms[i] = spared(i) ? 0 : Math.sqrt(norms[i]);
        }
        return sum <= Double.MAX_VALUE;
    }

    private boolean spared(int group) {
        return spared.length > 0 && spared[group];
    }

    private void run(WorkerPool pool, Pass now) {
        pass = now;
        pool.run(this, groups.parts().size());
    }

    @Override
    public void run(int chunk) {
        GroupPart part = groups.parts().get(chunk);
        switch (pass) {
            case MEASURE -> part.measure();
            case COMPARE -> part.compare();
            case SCALE -> part.scale(factors);
            case PROJECT -> part.project(factors, gone);
            case ADD -> part.addToGradients(factors);
        }
    }
}
