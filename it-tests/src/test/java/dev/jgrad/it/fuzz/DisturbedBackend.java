package dev.jgrad.it.fuzz;

import dev.jgrad.spi.Backend;
import dev.jgrad.spi.BackendProvider;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * The host processor with worse rounding: kernels that compute are given inputs that are off by a few units in the last
 * place, and their results are off by as much, forwards and backwards, whatever an operation is made of. A good algorithm
 * returns what is exact for inputs close by, so two of them differ about as much as such results do. What a program makes
 * of that is how far it magnifies rounding: little in a sum, much in a normalisation of equal numbers. The processes that
 * use it find it by a service file in a folder of their own, before the real one on the class path.
 */
public final class DisturbedBackend implements BackendProvider {
    private static final class Holder {
        static final Backend BACKEND = disturbed(host());
    }

    /** For the service loader. */
    public DisturbedBackend() {}

    private static Backend host() {
        for (BackendProvider provider : ServiceLoader.load(BackendProvider.class)) {
            if (!(provider instanceof DisturbedBackend)
                    && provider.deviceType().equals("cpu")
                    && provider.probe() instanceof Available a) {
                return a.backends().getFirst();
            }
        }
        throw new IllegalStateException("no CPU backend");
    }

    private static Backend disturbed(Backend backend) {
        Rounder rounder = new Rounder(backend);
        Map<Method, Object> families = new HashMap<>();
        for (Method m : Backend.class.getMethods()) {
            if (m.getReturnType().getSimpleName().endsWith("Kernels")) {
                families.put(m, family(m, backend, rounder));
            }
        }
        return proxy(Backend.class, (self, m, args) -> {
            Object family = families.get(m);
            return family != null
                    ? family
                    : m.getName().equals("equals") ? (Object) (self == args[0]) : call(m, backend, args);
        });
    }

    private static Object family(Method getter, Backend backend, Rounder rounder) {
        try {
            Object kernels = getter.invoke(backend);
            return proxy(getter.getReturnType(), (_, m, args) -> {
                KernelCall call = KernelCall.of(m, args);
                if (call == null || !Noise.isOn()) {
                    return call(m, kernels, args);
                }
                rounder.shakeInputs(call);
                Object result = call(m, kernels, call.arguments());
                rounder.shakeOutputs(call);
                return result;
            });
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(
                Proxy.newProxyInstance(DisturbedBackend.class.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static @Nullable Object call(Method m, Object target, @Nullable Object @Nullable [] args) throws Throwable {
        try {
            return m.invoke(target, args);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    @Override
    public String deviceType() {
        return "cpu";
    }

    @Override
    public Availability probe() {
        return new Available(List.of(Holder.BACKEND), List.of("cpu with disturbed rounding"));
    }
}
