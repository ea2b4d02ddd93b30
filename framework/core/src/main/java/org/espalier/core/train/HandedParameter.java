package org.espalier.core.train;

import java.util.List;
import java.util.Optional;
import org.espalier.api.EspalierException;
import org.espalier.api.MatrixShape;
import org.espalier.api.loop.Claim;
import org.espalier.api.loop.Point;
import org.espalier.api.loop.RuleParameter;
import org.espalier.core.catalog.ClaimSet;

/** A parameter in the hands of one rule, which may do with it what it claims. */
final class HandedParameter implements RuleParameter {
    private final RuleArrays arrays;
    private final boolean weight;
    private final ClaimSet claims;
    private final List<String> slots;
    private final Optional<AveragedValues.Offsets> average;
    private Point now = Point.BEFORE_FORWARD;
    private int slot = -1;

    /**
     * @param weight whether it is a weight
     * @param slots of the optimizer
     * @param average when there is one, its slot follows those of the optimizer
     */
    HandedParameter(
            RuleArrays arrays,
            boolean weight,
            ClaimSet claims,
            List<String> slots,
            Optional<AveragedValues.Offsets> average) {
        this.arrays = arrays;
        this.weight = weight;
        this.claims = claims;
        this.slots = slots;
        this.average = average;
    }

    /** The rule is about to act. */
    void at(Point point) {
        now = point;
        slot = -1;
    }

    @Override
    public String name() {
        return shape().name();
    }

    @Override
    public boolean weight() {
        return weight;
    }

    @Override
    public MatrixShape shape() {
        return arrays.parameter().shape();
    }

    @Override
    public int count() {
        return arrays.parameter().count();
    }

    @Override
    public int rowStart(int row) {
        return arrays.parameter().rowStart(row);
    }

    @Override
    public int column(int value) {
        return arrays.parameter().column(value);
    }

    @Override
    public float[] values() {
        return arrays.values();
    }

    @Override
    public void putValues() {
        switch (now) {
            case BEFORE_FORWARD, AFTER_BACKWARD -> {
                requireClaim(Claim.EFFECTIVE_VALUES);
                arrays.lendValues();
            }
            case AFTER_STEP, AFTER_TOPOLOGY -> {
                requireClaim(Claim.VALUES);
                arrays.putValues(average);
            }
            case END_OF_EPOCH -> throw wrongPoint("change values");
        }
    }

    @Override
    public float[] gradients() {
        requireGradients("read gradients");
        return arrays.gradients();
    }

    @Override
    public void putGradients() {
        requireClaim(Claim.GRADIENTS);
        requireGradients("change gradients");
        arrays.putGradients();
    }

    @Override
    public List<String> slots() {
        return slots;
    }

    @Override
    public float[] slot(int number) {
        if (number < 0 || number >= slots.size()) {
            throw new EspalierException(
                    "The optimizer keeps " + slots + " for each value, so there is no slot " + number + ".");
        }
        slot = number;
        return arrays.slot(number);
    }

    @Override
    public void putSlot() {
        requireClaim(Claim.SLOTS);
        if (now != Point.AFTER_STEP && now != Point.AFTER_TOPOLOGY) {
            throw wrongPoint("change slots");
        }
        if (slot < 0) {
            throw new EspalierException("No slot of " + name() + " was read before.");
        }
        arrays.putSlot(slot);
    }

    /** Later, old values lie where the gradients were. */
    private void requireGradients(String what) {
        if (now != Point.AFTER_BACKWARD) {
            throw wrongPoint(what);
        }
    }

    private void requireClaim(Claim claim) {
        if (!claims.has(claim)) {
            throw new EspalierException("It changes " + claim.text() + " of " + name()
                    + " and does not say so: annotate its class with @Claims(edits = Claim." + claim + ").");
        }
    }

    private EspalierException wrongPoint(String what) {
        return new EspalierException("A rule cannot " + what + " " + now.text() + ".");
    }
}
