package org.espalier.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names a plugin. The annotated class is public and final, implements exactly one interface marked with
 * {@link PluginKind}, and has one constructor annotated with {@code jakarta.inject.Inject} that takes its options (a
 * nested record called {@code Options}, see {@link Option}) and, if it needs them, services the engine offers.
 *
 * <p>The annotation processor checks all of this when the plugin is compiled and writes the descriptor
 * {@code META-INF/espalier/plugins.jsonl} that makes the plugin known to recipes.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Plugin {
    /** The name recipes use: lower-case letters, digits and hyphens. Unique within its kind. */
    String name();

    /** One sentence for a person who chooses between plugins. */
    String doc();
}
