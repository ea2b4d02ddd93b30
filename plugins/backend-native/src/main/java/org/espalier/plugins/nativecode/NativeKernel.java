package org.espalier.plugins.nativecode;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import java.util.List;

/**
 * A function of the library.
 *
 * @param name as in {@code kernels.def}, for example {@code row_sums}
 * @param parameters in their order
 * @param code where it stands
 */
record NativeKernel(String name, List<Parameter> parameters, MemorySegment code) {
    /**
     * A parameter; addresses are passed as {@code long}, so that a call makes no object.
     *
     * @param name in Java's spelling, for example {@code rowStarts}
     */
    record Parameter(String name, MemoryLayout layout) {}

    /**
     * @param parameters a text such as {@code (int32_t rows, const float *in)}
     */
    static NativeKernel of(String name, String parameters, MemorySegment code) {
        return new NativeKernel(
                name,
                Arrays.stream(parameters.replaceAll("[()]", "").split(",", -1))
                        .map(String::strip)
                        .map(NativeKernel::parameter)
                        .toList(),
                code);
    }

    private static Parameter parameter(String text) {
        String name = text.substring(Math.max(text.lastIndexOf(' '), text.lastIndexOf('*')) + 1);
        return new Parameter(javaName(name), text.contains("*") ? ValueLayout.JAVA_LONG : layout(text));
    }

    private static MemoryLayout layout(String parameter) {
        return switch (parameter.substring(0, parameter.indexOf(' '))) {
            case "int32_t" -> ValueLayout.JAVA_INT;
            case "int64_t" -> ValueLayout.JAVA_LONG;
            case "uint8_t" -> ValueLayout.JAVA_BOOLEAN;
            case "float" -> ValueLayout.JAVA_FLOAT;
            default -> throw new IllegalStateException("kernels.def does not allow the type of " + parameter);
        };
    }

    /** The name of the method of {@link org.espalier.api.backend.Kernels} it stands for. */
    String method() {
        return javaName(name);
    }

    private static String javaName(String name) {
        StringBuilder java = new StringBuilder();
        for (String word : name.split("_", -1)) {
            java.append(java.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
        }
        return java.toString();
    }

    /**
     * How it is called. The option {@link Linker.Option#critical} would save a few nanoseconds of a call that takes
     * microseconds at least, but for its time no collection of garbage could begin.
     */
    MethodHandle downcall() {
        MemoryLayout[] layouts = parameters.stream().map(Parameter::layout).toArray(MemoryLayout[]::new);
        return Linker.nativeLinker().downcallHandle(code, FunctionDescriptor.ofVoid(layouts));
    }
}
