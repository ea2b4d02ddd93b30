package org.espalier.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Describes one option of a plugin: one component of its {@code Options} record.
 *
 * <p>Allowed types: {@code boolean}, {@code int}, {@code long}, {@code double}, {@code String}, an enum (written in
 * recipes in lower case with hyphens), {@link Span}, {@link Dial} (a number that may follow a schedule),
 * {@code java.nio.file.Path} (relative paths are relative to the recipe's folder) and {@code List} of {@code Integer},
 * {@code Double} or {@code String}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Option {
    /** The value of {@link #byDefault} that makes an option required. */
    String REQUIRED = "\0required";

    /** One sentence: what the option does, with its unit. */
    String doc();

    /**
     * The default as a recipe would write it ({@code "0.9"}, {@code "true"}, {@code "epochs(1)"}, {@code "[1, 2]"});
     * the empty string is the empty string, list or path. An option without a default must be given.
     */
    String byDefault() default REQUIRED;

    /**
     * The allowed numbers in interval notation, for example {@code "[0, 1)"} or {@code "(0, inf)"}; for a list, of each
     * element. Empty: every number.
     */
    String range() default "";
}
