package org.espalier.plugins.nativecode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.espalier.api.backend.Kernels;
import org.espalier.core.kernel.ScalarKernels;
import org.junit.jupiter.api.Test;

class WovenKernelsTest {
    private static final MemorySegment NOWHERE = MemorySegment.ofAddress(64);

    @Test
    void aKernelThatCLacksIsThatOfTheOtherBackendWithTheSameArguments() throws ReflectiveOperationException {
        List<String> calls = new ArrayList<>();
        Kernels other = (Kernels) Proxy.newProxyInstance(
                Kernels.class.getClassLoader(), new Class<?>[] {Kernels.class}, (proxy, method, arguments) -> {
                    calls.add(method.getName() + Arrays.toString(arguments));
                    return method.getReturnType() == void.class ? null : answer(method);
                });
        Kernels woven = WovenKernels.of(new NativeTier("none", Map.of()), other);
        List<String> expected = new ArrayList<>();
        for (Method method : Kernels.class.getMethods()) {
            if (!Modifier.isStatic(method.getModifiers())) {
                Object[] arguments = arguments(method);
                expected.add(method.getName() + Arrays.toString(arguments));
                assertThat(method.invoke(woven, arguments))
                        .isEqualTo(method.getReturnType() == void.class ? null : answer(method));
            }
        }
        assertThat(calls).isEqualTo(expected).hasSizeGreaterThan(50);
    }

    private static Object answer(Method method) {
        return method.getReturnType() == long.class ? (Object) 77L : (Object) 78;
    }

    /** Each argument another number, so that two that changed places show. */
    private static Object[] arguments(Method method) {
        Class<?>[] types = method.getParameterTypes();
        Object[] arguments = new Object[types.length];
        for (int i = 0; i < types.length; i++) {
            arguments[i] = types[i] == int.class
                    ? (Object) (i + 1)
                    : types[i] == long.class
                            ? (Object) (i + 1L)
                            : types[i] == float.class
                                    ? (Object) (i + 1f)
                                    : types[i] == boolean.class ? (Object) (i % 2 == 0) : null;
        }
        return arguments;
    }

    @Test
    void aKernelWithAnotherSignatureThanTheMethodIsRefused() {
        NativeKernel longer = NativeKernel.of(
                "row_sums", "(int32_t features, int32_t blocks, int32_t width, const float *plane)", NOWHERE);
        NativeTier tier = new NativeTier("wrong", Map.of("row_sums", longer));
        assertThatThrownBy(() -> WovenKernels.of(tier, new ScalarKernels()))
                .isInstanceOf(IllegalStateException.class)
                .hasStackTraceContaining("kernels.def says of row_sums");
    }

    @Test
    void aTypeThatTheListDoesNotAllowIsRefused() {
        assertThatThrownBy(() -> NativeKernel.of("row_sums", "(double x)", NOWHERE))
                .hasMessageContaining("does not allow the type of double x");
    }
}
