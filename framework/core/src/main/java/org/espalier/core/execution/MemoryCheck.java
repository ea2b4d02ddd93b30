package org.espalier.core.execution;

import org.espalier.api.EspalierException;

/** Refuses a run the machine has no memory for, before anything is allocated. */
final class MemoryCheck {
    private MemoryCheck() {}

    static void before(long bytesNeeded) {
        long machine = ProcessMemory.machineBytes();
        if (bytesNeeded > machine) {
            throw new EspalierException(String.format(
                    "The network and its planes need %.1f GB, the machine has %.1f GB. Use more sparsity, a smaller"
                            + " batch or smaller layers.",
                    bytesNeeded / 1e9, machine / 1e9));
        }
    }
}
