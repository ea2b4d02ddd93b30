package org.espalier.plugins.nativecode;

import jakarta.inject.Inject;
import java.util.Optional;
import org.espalier.api.Option;
import org.espalier.api.Plugin;
import org.espalier.api.backend.Backend;
import org.espalier.api.backend.Kernels;
import org.espalier.api.backend.OtherBackends;
import org.jspecify.annotations.Nullable;

/**
 * Kernels in C, from the library that the bundle carries for this machine. What the library has no kernel for, the best of
 * the other backends does. Nothing is loaded before the kernels or their description are asked for.
 */
@Plugin(
        name = "native",
        doc = "Kernels in C for AVX2, AVX-512, NEON and SVE; what has none there, the best backend in Java does.")
public final class NativeBackend implements Backend {
    /** Above the scalar kernels and below those on vectors, which are as fast and need no library. */
    private static final int PREFERENCE = 50;
    /** Below any backend that needs nothing. */
    private static final int WITHOUT_LIBRARY = -1;

    private final Tier most;
    private final OtherBackends others;
    private @Nullable Loaded loaded;

    /**
     * @param tier the most that is used of the processor
     */
    public record Options(
            @Option(
                    doc = "Which vectors are used at most; 'best' is what the processor has. Results are the same.",
                    byDefault = "best")
            Tier tier) {}

    /** Whose code runs: of x86-64 or of aarch64 processors, or of any. */
    public enum Tier {
        BEST,
        GENERIC,
        AVX2,
        AVX512,
        NEON,
        SVE
    }

    private record Loaded(Kernels kernels, String description) {}

    @Inject
    public NativeBackend(Options options, OtherBackends others) {
        this.most = options.tier();
        this.others = others;
    }

    @Override
    public Kernels kernels() {
        return loaded().kernels();
    }

    @Override
    public String description() {
        return loaded().description();
    }

    @Override
    public int preference() {
        return CarriedLibrary.forThisMachine().isPresent() ? PREFERENCE : WITHOUT_LIBRARY;
    }

    private synchronized Loaded loaded() {
        Loaded known = loaded;
        if (known == null) {
            known = load();
            loaded = known;
        }
        return known;
    }

    private Loaded load() {
        NativeLibrary library = CarriedLibrary.required().open();
        NativeTier tier = library.tier(most);
        Backend java = others.best();
        String remark = Optional.of(library.remark())
                .filter(text -> !text.isEmpty() && tier.equals(library.best()))
                .map(text -> " (" + text + ")")
                .orElse("");
        return new Loaded(
                WovenKernels.of(tier, java.kernels()),
                tier.name() + " in C" + remark + ", the rest by " + java.description());
    }
}
