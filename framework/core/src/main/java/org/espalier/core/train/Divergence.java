package org.espalier.core.train;

import org.espalier.core.checkpoint.RunState;
import org.espalier.core.checkpoint.StateReader;
import org.espalier.core.checkpoint.StateWriter;
import org.espalier.core.plan.DivergencePlan;

/** How often a phase was rolled back, and the learning rate that is left. */
final class Divergence implements RunState {
    private final DivergencePlan policy;
    private long rollbacks;

    Divergence(DivergencePlan policy) {
        this.policy = policy;
    }

    /** What the learning rate is multiplied by. */
    double scale() {
        return rollbacks == 0 ? 1 : StrictMath.pow(policy.factor(), rollbacks);
    }

    long rollbacks() {
        return rollbacks;
    }

    boolean mayRollBack() {
        return policy.rollback() && rollbacks < policy.times();
    }

    /** Another rollback; the state of the checkpoint that was gone back to knows of fewer. */
    void rolledBack(long before) {
        rollbacks = before + 1;
    }

    @Override
    public String stateName() {
        return "divergence";
    }

    @Override
    public void save(StateWriter out) {
        out.put("rollbacks", rollbacks);
    }

    @Override
    public void restore(StateReader in) {
        rollbacks = in.whole("rollbacks");
    }
}
