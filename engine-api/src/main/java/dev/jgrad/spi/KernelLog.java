package dev.jgrad.spi;

import dev.jgrad.data.DType;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/** Is told what a thread has a backend do, and has it done; see {@link Backend#tap}. */
public interface KernelLog {
    /**
     * A call of a kernel, which this has to carry out.
     *
     * @param kernels the family
     * @return what the kernel returned
     */
    @Nullable
    Object call(Object kernels, Method method, Object[] arguments) throws Throwable;

    /** A buffer was made. */
    void allocated(Buffer buffer, DType dtype, long elements, boolean zeroed);

    /** Values of a buffer go to the host. */
    void read();

    /** Elements of a buffer come from the host; they are there already. */
    void uploaded(Buffer buffer);

    /** What operations that depend on numbers of the host are to talk to. */
    Recording recording();
}
