package org.espalier.core.guard;

import java.util.List;
import org.espalier.api.loop.RuleParameter;
import org.espalier.api.loop.RuleStep;

/** A step in the hands of a rule, whose time stands still while the engine computes for it. */
final class HostedStep implements RuleStep {
    private final CallWatch watch;
    private final RuleStep step;
    private final Runnable gradients;
    private final Runnable loss;
    private double answer;

    HostedStep(CallWatch watch, RuleStep step) {
        this.watch = watch;
        this.step = step;
        this.gradients = () -> answer = step.gradientsAgain();
        this.loss = () -> answer = step.lossAgain();
    }

    boolean isOf(RuleStep other) {
        return step == other;
    }

    @Override
    public double gradientsAgain() {
        watch.hosted(gradients);
        return answer;
    }

    @Override
    public double lossAgain() {
        watch.hosted(loss);
        return answer;
    }

    @Override
    public long step() {
        return step.step();
    }

    @Override
    public long steps() {
        return step.steps();
    }

    @Override
    public double loss() {
        return step.loss();
    }

    @Override
    public double measured(String metric) {
        return step.measured(metric);
    }

    @Override
    public List<RuleParameter> parameters() {
        return step.parameters();
    }

    @Override
    public double dial() {
        return step.dial();
    }

    @Override
    public void turn(double value) {
        step.turn(value);
    }

    @Override
    public double[] numbers() {
        return step.numbers();
    }

    @Override
    public long key() {
        return step.key();
    }
}
