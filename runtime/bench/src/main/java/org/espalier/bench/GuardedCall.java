package org.espalier.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.espalier.core.bench.KernelTimer;

/** A call of a kernel beside the same call of the scalar reference. */
final class GuardedCall {
    private final KernelTimer own;
    private final KernelTimer scalar;

    GuardedCall(KernelTimer own, KernelTimer scalar) {
        this.own = own;
        this.scalar = scalar;
    }

    String name() {
        return own.call().name();
    }

    /** Makes both calls, each for so long. */
    void turn(long ownNanos, long scalarNanos) {
        own.turn(ownNanos);
        scalar.turn(scalarNanos);
    }

    /** What was measured. */
    Reached reached(Bounds bounds) {
        double bound = switch (own.call().unit()) {
            case FLOPS -> bounds.gigaflops();
            case BYTES -> bounds.gigabytes();
        };
        return new Reached(own.rate() / bound, scalar.nanos() / own.nanos(), own.bytesAllocated());
    }

    /**
     * What the machine does at most.
     *
     * @param gigaflops of dense products in the first cache
     * @param gigabytes of copies in the second
     */
    record Bounds(double gigaflops, double gigabytes) {
        Bounds or(Bounds other) {
            return new Bounds(Math.max(gigaflops, other.gigaflops), Math.max(gigabytes, other.gigabytes));
        }
    }

    /**
     * What a call reaches.
     *
     * @param ofBound share of what the machine does at most
     * @param timesScalar how many times as fast as the scalar reference it is
     * @param bytes of Java heap that it allocates at least
     */
    record Reached(double ofBound, double timesScalar, double bytes) {
        /** What falls short of the floor; empty when nothing does. */
        List<String> faults(Floors.Floor floor) {
            List<String> faults = new ArrayList<>();
            if (ofBound < floor.ofBound()) {
                faults.add(String.format(
                        Locale.ROOT,
                        "%.2f %% of the bound where %.2f %% are the least",
                        100 * ofBound,
                        100 * floor.ofBound()));
            }
            if (timesScalar < floor.timesScalar()) {
                faults.add(String.format(
                        Locale.ROOT,
                        "%.2f times as fast as the scalar reference where %.2f are the least",
                        timesScalar,
                        floor.timesScalar()));
            }
            if (bytes > 0) {
                faults.add(String.format(Locale.ROOT, "%.0f bytes of heap a call", Math.ceil(bytes)));
            }
            return faults;
        }
    }
}
