package org.espalier.plugins.nativecode;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.espalier.api.EspalierException;

/**
 * An open library, read as {@code espalier_kernels.h} says.
 *
 * @param tiers all it was built with, the slowest first
 * @param bestTier the number of the last one this processor runs
 * @param remark what there is to say of this processor beside that, or empty
 */
record NativeLibrary(List<NativeTier> tiers, int bestTier, String remark) {
    /** The version of the interface that is spoken here. */
    static final int ABI_VERSION = 2;

    private static final AddressLayout TEXT =
            ValueLayout.ADDRESS.withTargetLayout(MemoryLayout.sequenceLayout(Long.MAX_VALUE, ValueLayout.JAVA_BYTE));
    private static final AddressLayout TABLE =
            ValueLayout.ADDRESS.withTargetLayout(MemoryLayout.sequenceLayout(Long.MAX_VALUE / TEXT.byteSize(), TEXT));

    /**
     * @param arena as long as which the library is open; whoever can call a kernel keeps it
     * @throws EspalierException when the library speaks another version of the interface
     */
    static NativeLibrary of(SymbolLookup symbols, Arena arena) {
        int version = (int) call(symbols, "espalier_abi_version", ValueLayout.JAVA_INT);
        if (version != ABI_VERSION) {
            throw new EspalierException("The library of native kernels has version " + version
                    + " of the interface, and this bundle speaks version " + ABI_VERSION + ". Build the bundle again.");
        }
        return new NativeLibrary(
                tiers((MemorySegment) call(symbols, "espalier_tiers", TABLE), arena),
                (int) call(symbols, "espalier_best_tier", ValueLayout.JAVA_INT),
                ((MemorySegment) call(symbols, "espalier_remark", TEXT)).getString(0));
    }

    /** The best one this processor runs. */
    NativeTier best() {
        return tiers.get(bestTier);
    }

    /** Those this processor runs. */
    List<NativeTier> running() {
        return tiers.subList(0, bestTier + 1);
    }

    /**
     * @throws EspalierException when this processor does not run it, or the library was built without it
     */
    NativeTier tier(NativeBackend.Tier wanted) {
        if (wanted == NativeBackend.Tier.BEST) {
            return best();
        }
        String name = wanted.name().toLowerCase(Locale.ROOT);
        return running().stream()
                .filter(tier -> tier.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new EspalierException("The tier '" + name + "' of native kernels cannot be used: "
                        + (tiers.stream().anyMatch(tier -> tier.name().equals(name))
                                ? "this processor does not run it"
                                : "the library for this machine was built without it")
                        + ". It runs " + names(running()) + "."));
    }

    private static String names(List<NativeTier> tiers) {
        return tiers.stream().map(NativeTier::name).collect(Collectors.joining(", "));
    }

    /** Pairs of a name and the address of a table of kernels, up to a name at address 0. */
    private static List<NativeTier> tiers(MemorySegment entries, Arena arena) {
        List<NativeTier> tiers = new ArrayList<>();
        for (int i = 0; entries.getAtIndex(TEXT, i).address() != 0; i += 2) {
            tiers.add(new NativeTier(
                    entries.getAtIndex(TEXT, i).getString(0), kernels(entries.getAtIndex(TABLE, i + 1), arena)));
        }
        return List.copyOf(tiers);
    }

    /** Name, parameters and address of each kernel, up to a name at address 0. */
    private static Map<String, NativeKernel> kernels(MemorySegment entries, Arena arena) {
        Map<String, NativeKernel> kernels = new LinkedHashMap<>();
        for (int i = 0; entries.getAtIndex(TEXT, i).address() != 0; i += 3) {
            String name = entries.getAtIndex(TEXT, i).getString(0);
            String parameters = entries.getAtIndex(TEXT, i + 1).getString(0);
            MemorySegment code = entries.getAtIndex(ValueLayout.ADDRESS, i + 2).reinterpret(arena, null);
            kernels.put(name, NativeKernel.of(name, parameters, code));
        }
        return kernels;
    }

    private static Object call(SymbolLookup symbols, String function, MemoryLayout result) {
        MemorySegment code = symbols.find(function)
                .orElseThrow(() -> new EspalierException("The library of native kernels has no " + function
                        + ", so it is not one of this version. Build the bundle again."));
        try {
            return Linker.nativeLinker()
                    .downcallHandle(code, FunctionDescriptor.of(result))
                    .invoke();
        } catch (Throwable e) {
            throw new IllegalStateException(function + " could not be called", e);
        }
    }
}
