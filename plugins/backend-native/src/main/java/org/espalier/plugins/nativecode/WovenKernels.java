package org.espalier.plugins.nativecode;

import static java.lang.constant.ConstantDescs.BSM_CLASS_DATA_AT;
import static java.lang.constant.ConstantDescs.CD_MethodHandle;
import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.INIT_NAME;
import static java.lang.constant.ConstantDescs.MTD_void;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.DynamicConstantDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.espalier.api.backend.Kernels;

/**
 * Makes {@link Kernels} of which some methods call C. The class is generated, so that neither list has to be written down
 * again: a method for which the library has a kernel calls that, and any other hands the call on. Method handles are
 * constants of the class, which is what makes a call of one cost nanoseconds.
 *
 * <p>An argument that C takes apart, a record such as {@link org.espalier.api.backend.Panel}, is passed as those of its
 * components that the parameters of the kernel name next; of an enum its ordinal is passed.
 */
final class WovenKernels {
    private static final ClassDesc KERNELS = ClassDesc.of(Kernels.class.getName());
    private static final ClassDesc NAME = ClassDesc.of(WovenKernels.class.getName() + "Class");
    private static final String REST = "rest";
    private static final MethodTypeDesc OF_REST = MTD_void.insertParameterTypes(0, KERNELS);

    private final Collection<NativeKernel> kernels;
    private final List<MethodHandle> handles = new ArrayList<>();

    private WovenKernels(Collection<NativeKernel> kernels) {
        this.kernels = kernels;
    }

    /**
     * @param tier whose kernels are called
     * @param rest what does everything else
     */
    static Kernels of(NativeTier tier, Kernels rest) {
        WovenKernels woven = new WovenKernels(tier.kernels().values());
        byte[] bytes = ClassFile.of().build(NAME, woven::write);
        try {
            MethodHandles.Lookup made =
                    MethodHandles.lookup().defineHiddenClassWithClassData(bytes, List.copyOf(woven.handles), true);
            return (Kernels) made.findConstructor(made.lookupClass(), MethodType.methodType(void.class, Kernels.class))
                    .invoke(rest);
        } catch (Throwable e) {
            throw new IllegalStateException("the class that calls the native kernels could not be made", e);
        }
    }

    private void write(ClassBuilder builder) {
        builder.withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SUPER);
        builder.withInterfaceSymbols(KERNELS);
        builder.withField(REST, KERNELS, ClassFile.ACC_PRIVATE | ClassFile.ACC_FINAL);
        builder.withMethodBody(
                INIT_NAME,
                OF_REST,
                ClassFile.ACC_PUBLIC,
                code -> code.aload(0)
                        .invokespecial(CD_Object, INIT_NAME, MTD_void)
                        .aload(0)
                        .aload(1)
                        .putfield(NAME, REST, KERNELS)
                        .return_());
        for (Method method : Kernels.class.getMethods()) {
            if (!Modifier.isStatic(method.getModifiers())) {
                MethodTypeDesc type = type(method);
                builder.withMethodBody(
                        method.getName(),
                        type,
                        ClassFile.ACC_PUBLIC,
                        code -> kernel(method)
                                .ifPresentOrElse(
                                        kernel -> callsC(code, method, kernel),
                                        () -> handsOn(code, method.getName(), type)));
            }
        }
    }

    private Optional<NativeKernel> kernel(Method method) {
        return kernels.stream()
                .filter(kernel -> kernel.method().equals(method.getName()))
                .findFirst();
    }

    private static void handsOn(CodeBuilder code, String name, MethodTypeDesc type) {
        code.aload(0).getfield(NAME, REST, KERNELS);
        for (int i = 0; i < type.parameterCount(); i++) {
            code.loadLocal(TypeKind.from(type.parameterType(i)), code.parameterSlot(i));
        }
        code.invokeinterface(KERNELS, name, type).return_(TypeKind.from(type.returnType()));
    }

    private void callsC(CodeBuilder code, Method method, NativeKernel kernel) {
        MethodHandle handle = kernel.downcall();
        code.loadConstant(DynamicConstantDesc.ofNamed(
                BSM_CLASS_DATA_AT, "_", CD_MethodHandle, new ConstantDesc[] {handles.size()}));
        handles.add(handle);
        Deque<String> wanted = new ArrayDeque<>();
        kernel.parameters().forEach(parameter -> wanted.add(parameter.name()));
        List<ClassDesc> given = new ArrayList<>();
        for (int i = 0; i < method.getParameterCount(); i++) {
            pass(code, method.getParameterTypes()[i], code.parameterSlot(i), wanted, given);
        }
        MethodTypeDesc type = MethodTypeDesc.of(desc(void.class), given);
        if (!wanted.isEmpty() || !type.equals(handle.type().describeConstable().orElseThrow())) {
            throw new IllegalStateException("kernels.def says of " + kernel.name() + " " + kernel.parameters()
                    + ", which is not what " + method + " takes");
        }
        code.invokevirtual(CD_MethodHandle, "invokeExact", type).return_();
    }

    private static void pass(CodeBuilder code, Class<?> type, int slot, Deque<String> wanted, List<ClassDesc> given) {
        if (type.isRecord()) {
            for (RecordComponent component : type.getRecordComponents()) {
                if (component.getName().equals(wanted.peek())) {
                    wanted.remove();
                    ClassDesc part = desc(component.getType());
                    given.add(part);
                    code.aload(slot).invokevirtual(desc(type), component.getName(), MethodTypeDesc.of(part));
                }
            }
            return;
        }
        wanted.poll();
        code.loadLocal(TypeKind.from(type), slot);
        if (type.isEnum()) {
            given.add(CD_int);
            code.invokevirtual(desc(type), "ordinal", MethodTypeDesc.of(CD_int));
        } else {
            given.add(desc(type));
        }
    }

    private static MethodTypeDesc type(Method method) {
        return MethodType.methodType(method.getReturnType(), method.getParameterTypes())
                .describeConstable()
                .orElseThrow();
    }

    private static ClassDesc desc(Class<?> type) {
        return type.describeConstable().orElseThrow();
    }
}
