package org.espalier.core.kernel;

/** Scratch that several users share one after the other: as much as the most demanding of them asked for. */
public final class GrowingMemory implements AutoCloseable {
    private NativeMemory memory = new NativeMemory();
    private long size;
    private long address;

    /** From now on there are at least so many bytes, at an address that may be another. */
    public void atLeast(long bytes) {
        if (bytes > size) {
            NativeMemory next = new NativeMemory();
            address = next.allocate(bytes);
            size = bytes;
            memory.close();
            memory = next;
        }
    }

    /** Where it is now. */
    public long address() {
        return address;
    }

    @Override
    public void close() {
        memory.close();
    }
}
