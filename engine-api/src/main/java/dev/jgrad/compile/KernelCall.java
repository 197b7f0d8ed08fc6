package dev.jgrad.compile;

import dev.jgrad.data.JgradException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A kernel with its arguments, of which the buffers may be exchanged. */
final class KernelCall {
    private static final int SEED = 5;
    private static final int OFFSET = 6;

    private final MethodHandle handle;
    final Object[] arguments;
    private final @Nullable LongSupplier seed;
    private final @Nullable LongSupplier offset;

    /**
     * A call of a kernel.
     *
     * @param seed for random numbers: gives the seed of each replay, as {@code offset} gives the offset; else null
     */
    KernelCall(
            Object kernels,
            Method method,
            Object[] arguments,
            @Nullable LongSupplier seed,
            @Nullable LongSupplier offset) {
        this.arguments = arguments;
        this.seed = seed;
        this.offset = offset;
        try {
            handle = MethodHandles.publicLookup()
                    .unreflect(method)
                    .bindTo(kernels)
                    .asSpreader(Object[].class, arguments.length)
                    .asType(MethodType.methodType(void.class, Object[].class));
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    void run() {
        if (offset != null && seed != null) {
            arguments[SEED] = seed.getAsLong();
            arguments[OFFSET] = offset.getAsLong();
        }
        try {
            handle.invokeExact(arguments);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new JgradException("a kernel of a compiled function failed", e);
        }
    }
}
