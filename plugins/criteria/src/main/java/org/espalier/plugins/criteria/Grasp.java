package org.espalier.plugins.criteria;

import jakarta.inject.Inject;
import java.util.Set;
import org.espalier.api.Plugin;
import org.espalier.api.score.LinkView;
import org.espalier.api.score.Need;
import org.espalier.api.score.PruneCriterion;

/**
 * {@code w · (H g)}, what a link gives to the flow of gradients (Wang, Zhang and Grosse, "Picking Winning Tickets Before
 * Training by Preserving Gradient Flow", ICLR 2020). Going by δ changes the squared norm of the gradient by 2 δ·(H g), to
 * first order; removing a link is δ = -w. So the links that go are those without which the gradient is largest, also when
 * they hold it back now.
 */
@Plugin(
        name = "grasp",
        doc =
                "Drops the links whose removal raises the norm of the gradient most, or lowers it least: value x (Hessian x gradient). Costs three more passes in an update.")
public final class Grasp implements PruneCriterion {
    @Inject
    public Grasp() {}

    @Override
    public Set<Need> needs() {
        return Set.of(Need.HESSIAN_GRADIENT);
    }

    @Override
    public void score(LinkView links, float[] scores) {
        int count = links.count();
        for (int i = 0; i < count; i++) {
            scores[i] = links.value(i) * links.hessianGradient(i);
        }
    }
}
