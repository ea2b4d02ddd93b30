package org.espalier.core.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.espalier.api.backend.Kernels;
import org.espalier.api.backend.Panel;
import org.espalier.core.kernel.ScalarKernels;
import org.junit.jupiter.api.Test;

class KernelCallsTest {
    private static final KernelSizes TINY = new KernelSizes(
            new Panel(1, 16),
            List.of(new LayerSize(8, 4), new LayerSize(4, 8)),
            0.5,
            List.of(0.75),
            4,
            2,
            2,
            3,
            2,
            5,
            3);

    private final Set<Method> called = new HashSet<>();

    /** The scalar kernels, seen from outside. */
    private Kernels watched() {
        ScalarKernels scalar = new ScalarKernels();
        return (Kernels) Proxy.newProxyInstance(
                Kernels.class.getClassLoader(), new Class<?>[] {Kernels.class}, (proxy, method, arguments) -> {
                    called.add(method);
                    return method.invoke(scalar, arguments);
                });
    }

    @Test
    void haveEveryKernelAmongThem() {
        try (KernelCalls calls = new KernelCalls(watched(), TINY)) {
            calls.all().forEach(call -> call.call().run());
        }
        assertThat(called).containsExactlyInAnyOrder(Kernels.class.getMethods());
    }

    @Test
    void makeTheCallTheyAreNamedAfter() {
        try (KernelCalls calls = new KernelCalls(watched(), TINY)) {
            for (KernelCall call : calls.all()) {
                called.clear();
                call.call().run();
                assertThat(called).extracting(Method::getName).as(call.name()).contains(call.kernel());
            }
        }
    }

    @Test
    void haveNamesOfTheirOwn() {
        for (KernelSizes sizes : List.of(TINY, KernelSizes.small())) {
            try (KernelCalls calls = new KernelCalls(new ScalarKernels(), sizes)) {
                assertThat(calls.all()).extracting(KernelCall::name).doesNotHaveDuplicates();
            }
        }
    }

    @Test
    void compareThreeProductsOfEveryLayer() {
        try (KernelCalls calls = new KernelCalls(new ScalarKernels(), TINY)) {
            assertThat(calls.layers()).extracting(LayerCalls::size).isEqualTo(TINY.layers());
            assertThat(calls.layers()).allSatisfy(layer -> {
                assertThat(calls.all())
                        .contains(
                                layer.forward().sparse(),
                                layer.inputGradient().sparse(),
                                layer.weightGradient().sparse());
                assertThat(calls.all()).containsAll(layer.weightGradient().dense());
            });
        }
    }
}
