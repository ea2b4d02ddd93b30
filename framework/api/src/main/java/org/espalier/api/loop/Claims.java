package org.espalier.api.loop;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says what a {@link Rule} changes. It stands in the descriptor, so that a recipe in which two rules claim the same is
 * refused before any of them is loaded; and the engine lets a rule change nothing else.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Claims {
    /** What it has for itself: in a phase nothing else may own or edit it for the same layers. */
    Claim[] owns() default {};

    /** What it changes beside others that do, in the order of the recipe's lines. */
    Claim[] edits() default {};
}
