package org.espalier.it;

import java.nio.file.Path;
import java.util.List;
import org.espalier.osgi.FelixHost;

/** The main class of a JVM of its own: starts a host with a folder of bundles, prints what is wrong, and ends. */
public final class HostProbe {
    private HostProbe() {}

    /**
     * @param arguments folders of bundles; {@code crash} to end the JVM at once, {@code abandon} to leave the host open,
     *     {@code escape} to let an error escape
     */
    public static void main(String[] arguments) {
        List<String> words = List.of(arguments);
        FelixHost host = Hosts.start(
                words.stream().filter(word -> word.contains("/")).map(Path::of).toArray(Path[]::new));
        host.faults().forEach(fault -> System.out.println(fault.text()));
        host.verify().forEach(fault -> System.out.println(fault.text()));
        System.out.println("sound gives " + Hosts.valueOf(host, "sound"));
        if (words.contains("crash")) {
            Runtime.getRuntime().halt(9);
        }
        if (words.contains("escape")) {
            throw new StackOverflowError("escaped");
        }
        if (!words.contains("abandon")) {
            host.close();
        }
    }
}
