package org.espalier.core.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.espalier.api.EspalierException;
import org.espalier.api.RandomStream;
import org.espalier.api.loop.ExampleSampler;
import org.espalier.api.loop.ExampleView;
import org.espalier.api.loop.Passes;
import org.espalier.api.loop.Point;
import org.espalier.api.loop.Rule;
import org.espalier.api.loop.RuleParameter;
import org.espalier.api.loop.RuleStep;
import org.espalier.core.run.RunLimits;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Answers of rules and samplers that break their contract, and what goes wrong in the engine while a rule waits for it. */
final class LoopAnswersTest {
    private final CallWatch watch = new CallWatch(RunLimits.none(), fault -> {});
    private final OneRun run = new OneRun(watch);

    @AfterEach
    void close() {
        watch.close();
    }

    private static AbstractThrowableAssert<?, ?> refused(String kind, String call, ThrowingCallable use) {
        return assertThatThrownBy(use)
                .isInstanceOf(PluginFault.class)
                .hasMessageContaining(
                        "The plugin " + kind + " 'broken' of org.example 1.2.0 gave a wrong answer in " + call + ": ");
    }

    /** Has the step computed again. */
    private record Asking(Passes passes) implements Rule {
        @Override
        public Set<Point> points() {
            return Set.of(Point.AFTER_BACKWARD);
        }

        @Override
        public void act(Point point, RuleStep step) {
            step.lossAgain();
        }
    }

    @Test
    void aRuleThatAsksForPassesClaimsGradients() {
        refused("rule", "passes", () -> run.guarded(Rule.class, new Asking(Passes.withGradients(1))))
                .hasMessageContaining("claims Claim.GRADIENTS and acts at Point.AFTER_BACKWARD");
        refused("rule", "passes", () -> run.guarded(Rule.class, new Asking(Passes.forwardOnly(1))))
                .hasMessageContaining("owns Claim.GRADIENTS");
    }

    @Test
    void passesAreCounted() {
        assertThatThrownBy(() -> Passes.withGradients(-1))
                .isInstanceOf(EspalierException.class)
                .hasMessageContaining("not for -1 with gradients and 0 without");
    }

    /** A step of an engine that finds a loss that is not finite. */
    private record Broken(RuntimeException found) implements RuleStep {
        @Override
        public long step() {
            return 0;
        }

        @Override
        public long steps() {
            return 1;
        }

        @Override
        public double loss() {
            return 1;
        }

        @Override
        public double measured(String metric) {
            return 0;
        }

        @Override
        public List<RuleParameter> parameters() {
            return List.of();
        }

        @Override
        public double dial() {
            return 0;
        }

        @Override
        public void turn(double value) {}

        @Override
        public double[] numbers() {
            return new double[0];
        }

        @Override
        public double gradientsAgain() {
            throw found;
        }

        @Override
        public double lossAgain() {
            throw found;
        }

        @Override
        public long key() {
            return 0;
        }
    }

    private static final class Found extends EngineFault {
        private static final long serialVersionUID = 1L;

        Found() {
            super("The loss became NaN");
        }
    }

    @Test
    void whatGoesWrongInTheEngineIsNotTheRulesFault() {
        Rule rule = run.guarded(Rule.class, new Asking(Passes.NO_MORE));
        assertThatThrownBy(() -> rule.act(Point.AFTER_BACKWARD, new Broken(new Found())))
                .isExactlyInstanceOf(Found.class);
        assertThatThrownBy(() -> rule.act(
                        Point.AFTER_BACKWARD, new Broken(new EspalierException("It asks for too many passes."))))
                .isInstanceOf(PluginFault.class)
                .hasMessageContaining(
                        "The plugin rule 'broken' of org.example 1.2.0 failed in act: It asks for too many");
    }

    /** Says and chooses what it is told to. */
    private record Fixed(int size, int... ids) implements ExampleSampler {
        @Override
        public int size(int examples) {
            return size;
        }

        @Override
        public void choose(ExampleView examples, int[] chosen) {
            System.arraycopy(ids, 0, chosen, 0, chosen.length);
        }
    }

    private record Three() implements ExampleView {
        @Override
        public int count() {
            return 3;
        }

        @Override
        public int epoch() {
            return 0;
        }

        @Override
        public int seen(int id) {
            return 0;
        }

        @Override
        public float loss(int id) {
            return Float.NaN;
        }

        @Override
        public boolean correct(int id) {
            return false;
        }

        @Override
        public int forgotten(int id) {
            return 0;
        }

        @Override
        public RandomStream random() {
            return RandomStream.ofSeed(1);
        }
    }

    private ExampleSampler sampler(int size, int... ids) {
        return run.guarded(ExampleSampler.class, new Fixed(size, ids));
    }

    @Test
    void anEpochHasExamplesThatAreThereEachOnce() {
        refused("sample", "size", () -> sampler(0).size(3)).hasMessageContaining("0 of 3 examples");
        refused("sample", "size", () -> sampler(4).size(3)).hasMessageContaining("4 of 3 examples");
        refused("sample", "choose", () -> sampler(2, 0, 3).choose(new Three(), new int[2]))
                .hasMessageContaining("example 3; they are numbered from 0 to 2");
        refused("sample", "choose", () -> sampler(2, 1, 1).choose(new Three(), new int[2]))
                .hasMessageContaining("example 1 twice");
        int[] chosen = new int[2];
        sampler(2, 2, 0).choose(new Three(), chosen);
        assertThat(chosen).containsExactly(2, 0);
    }
}
