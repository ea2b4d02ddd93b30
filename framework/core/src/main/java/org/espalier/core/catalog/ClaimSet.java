package org.espalier.core.catalog;

import java.util.Set;
import org.espalier.api.loop.Claim;
import org.espalier.api.loop.Claims;

/**
 * What a rule changes, as {@link Claims} says it.
 *
 * @param owns what it has for itself
 * @param edits what others may change as well
 */
public record ClaimSet(Set<Claim> owns, Set<Claim> edits) {
    /** Of plugins that change nothing. */
    public static final ClaimSet NONE = new ClaimSet(Set.of(), Set.of());

    public ClaimSet {
        owns = Set.copyOf(owns);
        edits = Set.copyOf(edits);
    }

    /** Whether it may change something. */
    public boolean has(Claim claim) {
        return owns.contains(claim) || edits.contains(claim);
    }
}
