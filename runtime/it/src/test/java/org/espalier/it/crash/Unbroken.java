package org.espalier.it.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.TreeMap;

/**
 * A run nobody touched.
 *
 * @param course how long it took, how often its folder changed
 * @param result what came out, and must come out of every broken one
 */
record Unbroken(Moment.Course course, TreeMap<String, String> result) {
    static Unbroken run(String recipe, Path folder) throws IOException, InterruptedException {
        Victim victim = Victim.of(recipe, folder);
        Process process = victim.start(new Launcher(), 2);
        Moment.Course course = Moment.watch(process, victim.folder());
        victim.requireWhole(process);
        return new Unbroken(course, victim.files().result());
    }

    /** That a broken run came to the same result; the message names only what differs. */
    void requireEqual(Victim broken) throws IOException {
        TreeMap<String, String> other = broken.files().result();
        TreeMap<String, String> all = new TreeMap<>(result);
        all.putAll(other);
        assertThat(all.keySet().stream()
                        .filter(name -> !Objects.equals(result.get(name), other.get(name)))
                        .map(name -> name + " is " + other.get(name) + ", not " + result.get(name)))
                .as("what differs between " + broken.folder() + " and an unbroken run")
                .isEmpty();
    }
}
