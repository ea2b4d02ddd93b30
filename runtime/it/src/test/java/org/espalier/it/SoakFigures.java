package org.espalier.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a JVM holds after so many runs, a line each, compared with what it held after an early one. */
final class SoakFigures {
    private static final double MEGABYTE = 1 << 20;

    /**
     * Every run allocates more native memory than this, which {@link #during} checks, so one run that kept its network
     * would show. The JVM's own use of the category stays the same.
     */
    private static final long MOST_ALLOCATED = 64 << 10;

    /**
     * Objects per run that may stay: what is left are tables of the JDK that follow the JIT. One checkpoint, one network
     * or one bundle holds more.
     */
    private static final long MOST_HEAP_PER_RUN = 1 << 10;

    /** The heap is only known up to what references that are cleared by and by hold. */
    private static final long HEAP_NOISE = 128 << 10;

    /** The JDK makes hidden classes for calls it has seen often. Bundles that stayed would add more in five rounds. */
    private static final int MOST_CLASSES = 40;

    /** Metaspace holds the profiles of methods besides classes, and those grow until everything hot is compiled. */
    private static final long MOST_METASPACE = 4 << 20;

    /** Tables of the JVM grow a little with the code it compiles; the stack of one more thread alone is as large. */
    private static final long MOST_OF_THE_JVM = 1 << 20;

    /** The Java heap is reserved once, and compiled code and its compilers grow as long as there is code to compile. */
    private static final Set<String> NOT_COUNTED = Set.of(
            "Java Heap", "Code", "Compiler", "Arena Chunk", "Native Memory Tracking", "Metaspace", "Class", "Other");

    private final int early;
    private long idle;
    private @Nullable Footprint base;

    /** @param early the run after which nothing may grow */
    SoakFigures(int early) {
        this.early = early;
        System.out.println("runs  threads  files  classes  heap MB  native MB  metaspace MB  JVM MB");
    }

    /** In the middle of a run: what would be lost if it were kept. */
    void during(long allocated) {
        assertThat(allocated - idle).as("native memory of one run").isGreaterThan(4 * MOST_ALLOCATED);
    }

    /**
     * After a run, when no bundle is in that was added.
     */
    void after(int run, Footprint print) {
        System.out.printf(
                "%4d  %7d  %5d  %7d  %7.2f  %9.3f  %12.2f  %6.2f%n",
                run,
                print.threads().size(),
                print.files().size(),
                print.classes(),
                print.heap() / MEGABYTE,
                print.allocated() / MEGABYTE,
                print.metaspace() / MEGABYTE,
                ofTheJvm(print) / MEGABYTE);
        idle = print.allocated();
        if (run == early) {
            base = print;
        } else if (base != null) {
            requireNoMore(run, print, base);
        }
    }

    private void requireNoMore(int run, Footprint print, Footprint before) {
        int runs = run - early;
        String since = " after " + run + " runs, compared with " + early;
        assertThat(print.threads()).as("threads" + since).isEqualTo(before.threads());
        assertThat(print.files()).as("open files" + since).isEqualTo(before.files());
        assertThat(print.allocated()).as("native memory" + since).isLessThan(before.allocated() + MOST_ALLOCATED);
        assertThat(print.heap()).as("heap" + since).isLessThan(before.heap() + HEAP_NOISE + runs * MOST_HEAP_PER_RUN);
        assertThat(print.classes()).as("classes" + since).isLessThan(before.classes() + MOST_CLASSES);
        assertThat(print.metaspace()).as("metaspace" + since).isLessThan(before.metaspace() + MOST_METASPACE);
        assertThat(ofTheJvm(print)).as("memory of the JVM" + since).isLessThan(ofTheJvm(before) + MOST_OF_THE_JVM);
    }

    private static long ofTheJvm(Footprint print) {
        return print.nativeMemory().entrySet().stream()
                .filter(category -> !NOT_COUNTED.contains(category.getKey()))
                .mapToLong(java.util.Map.Entry::getValue)
                .sum();
    }
}
