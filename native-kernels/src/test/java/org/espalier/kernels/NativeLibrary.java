package org.espalier.kernels;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The built library, read as its header says. Downcalls take addresses as {@code long}, so that a call makes no object.
 *
 * @param abiVersion the version the library was built with
 * @param tier the active tier
 * @param kernels a downcall for each kernel of the library's table, by its name
 */
record NativeLibrary(int abiVersion, String tier, Map<String, MethodHandle> kernels) {
    private static final AddressLayout TEXT =
            ValueLayout.ADDRESS.withTargetLayout(MemoryLayout.sequenceLayout(Long.MAX_VALUE, ValueLayout.JAVA_BYTE));

    /** The library the build made for this system and machine, if it did. */
    static Optional<Path> built() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String system = os.startsWith("mac") ? "macos" : os;
        String machine = System.getProperty("os.arch").replace("amd64", "x86_64");
        Path library = Path.of(
                "target", "classes", "native", system + "-" + machine, System.mapLibraryName("espalier_kernels"));
        return Optional.of(library.toAbsolutePath()).filter(Files::isRegularFile);
    }

    static NativeLibrary load(Path file) {
        SymbolLookup symbols = SymbolLookup.libraryLookup(file, Arena.global());
        int version = (int) call(symbols, "espalier_abi_version", ValueLayout.JAVA_INT);
        MemorySegment tier = (MemorySegment) call(symbols, "espalier_active_tier", TEXT);
        AddressLayout table = ValueLayout.ADDRESS.withTargetLayout(
                MemoryLayout.sequenceLayout(Long.MAX_VALUE / TEXT.byteSize(), TEXT));
        MemorySegment entries = (MemorySegment) call(symbols, "espalier_active_kernels", table);
        return new NativeLibrary(version, tier.getString(0), kernels(entries));
    }

    private static Map<String, MethodHandle> kernels(MemorySegment entries) {
        Map<String, MethodHandle> kernels = new LinkedHashMap<>();
        for (int i = 0; entries.getAtIndex(TEXT, i).address() != 0; i += 3) {
            String name = entries.getAtIndex(TEXT, i).getString(0);
            String parameters = entries.getAtIndex(TEXT, i + 1).getString(0);
            MemorySegment code = entries.getAtIndex(TEXT, i + 2);
            kernels.put(name, Linker.nativeLinker().downcallHandle(code, descriptor(parameters)));
        }
        return kernels;
    }

    /** The types in a text such as {@code (int32_t rows, const float *in)}. */
    private static FunctionDescriptor descriptor(String parameters) {
        return FunctionDescriptor.ofVoid(
                Arrays.stream(parameters.replaceAll("[()]", "").split(","))
                        .map(String::strip)
                        .map(NativeLibrary::layout)
                        .toArray(MemoryLayout[]::new));
    }

    private static MemoryLayout layout(String parameter) {
        if (parameter.contains("*")) {
            return ValueLayout.JAVA_LONG;
        }
        return switch (parameter.substring(0, parameter.indexOf(' '))) {
            case "int32_t" -> ValueLayout.JAVA_INT;
            case "int64_t" -> ValueLayout.JAVA_LONG;
            case "uint8_t" -> ValueLayout.JAVA_BOOLEAN;
            case "float" -> ValueLayout.JAVA_FLOAT;
            default -> throw new IllegalArgumentException("kernels.def does not allow the type of " + parameter);
        };
    }

    private static Object call(SymbolLookup symbols, String function, MemoryLayout result) {
        try {
            return Linker.nativeLinker()
                    .downcallHandle(symbols.findOrThrow(function), FunctionDescriptor.of(result))
                    .invoke();
        } catch (Throwable e) {
            throw new IllegalStateException(function + " could not be called", e);
        }
    }
}
