package dev.jgrad.cuda;

import dev.jgrad.data.DeviceException;
import java.lang.reflect.Proxy;

/** Answers for a family of kernels that is not written yet. */
final class Pending {
    private Pending() {}

    static <T> T family(Class<T> type) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (_, method, _) -> {
            throw new DeviceException(
                    type.getSimpleName() + "." + method.getName() + " is not available on cuda yet; use the cpu");
        }));
    }
}
