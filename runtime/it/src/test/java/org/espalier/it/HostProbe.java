package org.espalier.it;

import java.nio.file.Path;
import org.espalier.osgi.FelixHost;

/** The main class of a JVM of its own: starts a host with a folder of bundles, prints what is wrong, and ends. */
public final class HostProbe {
    private HostProbe() {}

    /**
     * @param arguments the folder; then {@code crash} to end without closing the host
     */
    public static void main(String[] arguments) {
        FelixHost host = Hosts.start(Path.of(arguments[0]));
        host.faults().forEach(fault -> System.out.println(fault.text()));
        host.verify().forEach(fault -> System.out.println(fault.text()));
        System.out.println("sound gives " + Hosts.valueOf(host, "sound"));
        if (arguments.length > 1) {
            Runtime.getRuntime().halt(9);
        }
        host.close();
    }
}
