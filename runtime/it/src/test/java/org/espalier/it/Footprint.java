package org.espalier.it;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * What this JVM holds, counted after its garbage was collected. It needs {@link #FLAGS}. Native memory is what the JVM
 * itself counts and not the size of the process, because the C library keeps what was given back, in steps.
 *
 * @param threads names of the live threads
 * @param files what is open
 * @param heap bytes
 * @param classes how many are loaded
 * @param nativeMemory committed bytes by the JVM's own categories
 */
record Footprint(List<String> threads, List<String> files, long heap, long classes, Map<String, Long> nativeMemory) {
    /** A JVM like that of the launcher, with its collector, which counts its native memory. */
    static final List<String> FLAGS = List.of(
            "--add-modules",
            "jdk.incubator.vector",
            "--enable-native-access=ALL-UNNAMED",
            "-XX:+UseSerialGC",
            "-Xmx256m",
            "-XX:NativeMemoryTracking=summary");

    private static final Pattern CATEGORY = Pattern.compile("(?m)^- +([A-Za-z ]+) \\(reserved=\\d+, committed=(\\d+)");
    private static final String PROGRAMS = "Other";
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    /** A collection frees what cleaners then give back, and the next frees the cleaners. */
    private static final int COLLECTIONS = 3;

    private static final long CLEANERS_MILLIS = 20;

    static Footprint now() throws IOException, InterruptedException {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
            Thread.sleep(CLEANERS_MILLIS);
        }
        return new Footprint(
                Thread.getAllStackTraces().keySet().stream()
                        .map(Thread::getName)
                        .sorted()
                        .toList(),
                openFiles(),
                ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
                ManagementFactory.getClassLoadingMXBean().getLoadedClassCount(),
                nativeCategories());
    }

    /** What programs allocated, the pieces of a network among it. */
    long allocated() {
        return nativeMemory.getOrDefault(PROGRAMS, 0L);
    }

    /** The same, now and without a collection. */
    static long allocatedNow() {
        return nativeCategories().getOrDefault(PROGRAMS, 0L);
    }

    long metaspace() {
        return nativeMemory.getOrDefault("Metaspace", 0L) + nativeMemory.getOrDefault("Class", 0L);
    }

    private static List<String> openFiles() throws IOException {
        List<String> open = new ArrayList<>();
        if (!Files.isDirectory(DESCRIPTORS)) {
            return open;
        }
        try (Stream<Path> entries = Files.list(DESCRIPTORS)) {
            for (Path entry : entries.toList()) {
                try {
                    open.add(Files.readSymbolicLink(entry).toString());
                } catch (NoSuchFileException e) {
                    // The folder of descriptors was itself open while it was listed.
                }
            }
        }
        open.sort(null);
        return open;
    }

    private static Map<String, Long> nativeCategories() {
        String report = summary();
        Map<String, Long> categories = new TreeMap<>();
        Matcher category = CATEGORY.matcher(report);
        while (category.find()) {
            categories.put(category.group(1), Long.parseLong(category.group(2)));
        }
        if (categories.isEmpty()) {
            throw new IllegalStateException("native memory is not counted: " + report);
        }
        return categories;
    }

    private static String summary() {
        try {
            return String.valueOf(ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            "vmNativeMemory",
                            new Object[] {new String[] {"summary", "scale=B"}},
                            new String[] {String[].class.getName()}));
        } catch (JMException e) {
            throw new IllegalStateException("this JVM does not tell of its native memory", e);
        }
    }
}
