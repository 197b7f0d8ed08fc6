package dev.jgrad.spi;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;

/** Puts a {@link KernelLog} in front of the families of a backend, for one thread. */
public final class KernelTap {
    private final Thread owner = Thread.currentThread();
    private final KernelLog log;
    private final Map<Class<?>, Object> fronts = new HashMap<>();

    /** A tap for the calling thread. */
    public KernelTap(KernelLog log) {
        this.log = log;
    }

    /** True when the calling thread is the one whose calls are logged. */
    public boolean isMine() {
        return Thread.currentThread() == owner;
    }

    /** The log. */
    public KernelLog log() {
        return log;
    }

    /** A family as the calling thread is to see it. */
    public <T> T of(Class<T> family, T kernels) {
        if (!isMine()) {
            return kernels;
        }
        return family.cast(fronts.computeIfAbsent(family, f -> front(f, kernels)));
    }

    private Object front(Class<?> family, Object kernels) {
        return Proxy.newProxyInstance(family.getClassLoader(), new Class<?>[] {family}, (proxy, method, given) -> {
            Object[] arguments = given == null ? new Object[0] : given;
            if (method.getDeclaringClass() == Object.class) {
                return method.invoke(kernels, arguments);
            }
            try {
                return log.call(kernels, method, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        });
    }
}
