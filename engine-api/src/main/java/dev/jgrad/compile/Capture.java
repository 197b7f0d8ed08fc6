package dev.jgrad.compile;

import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import dev.jgrad.spi.Backend;
import dev.jgrad.spi.Buffer;
import dev.jgrad.spi.KernelLog;
import dev.jgrad.spi.Pending;
import dev.jgrad.spi.RandomKernels;
import dev.jgrad.spi.Recording;
import java.lang.ref.WeakReference;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Writes down the kernels that a function calls while it runs, and notices what cannot be replayed. */
final class Capture implements KernelLog, Recording {
    private final Backend backend;
    private final List<KernelCall> calls = new ArrayList<>();
    private final Map<Buffer, Made> made = new IdentityHashMap<>();
    private final List<Constant> constants = new ArrayList<>();
    private @Nullable String obstacle;
    private @Nullable LongSupplier seed;
    private @Nullable LongSupplier offset;

    /** A buffer that was made meanwhile. */
    record Made(Buffer buffer, DType dtype, long elements) {}

    Capture(Backend backend) {
        this.backend = backend;
    }

    /** Logs what this thread does; returns why that is not possible, or null. */
    @Nullable
    String begin() {
        return backend.tap(this)
                ? null
                : "the device " + backend.device() + " records nothing, or another thread is being recorded on it";
    }

    void end() {
        backend.tap(null);
    }

    List<KernelCall> calls() {
        return calls;
    }

    Map<Buffer, Made> made() {
        return made;
    }

    /** Why this cannot be replayed, or null. */
    @Nullable
    String obstacle() {
        return obstacle;
    }

    void refuse(String why) {
        if (obstacle == null) {
            obstacle = why;
        }
    }

    @Override
    public @Nullable Object call(Object kernels, Method method, Object[] arguments) throws Throwable {
        // The arguments as they are now: an array that is handed over may be filled anew later.
        Object[] kept = arguments.clone();
        for (int i = 0; i < kept.length; i++) {
            if (kept[i] instanceof Object[] array) {
                kept[i] = array.clone();
            }
        }
        Object result = method.invoke(kernels, arguments);
        if (!namesBuffer(arguments) || Boolean.FALSE.equals(result)) {
            return result;
        }
        if (result != null && !(result instanceof Boolean)) {
            refuse(method.getName() + " reads values of a tensor, and what follows depends on them");
            return result;
        }
        boolean random = kernels instanceof RandomKernels;
        if (random && (offset == null || !method.getName().equals("fill"))) {
            refuse("random numbers by " + method.getName() + " would be the same in each replay");
        }
        if (obstacle == null) {
            calls.add(new KernelCall(kernels, method, kept, random ? seed : null, random ? offset : null));
        }
        if (random) {
            seed = null;
            offset = null;
        }
        return result;
    }

    /** A call without a buffer asks something, such as which layout a kernel would like. */
    private static boolean namesBuffer(Object[] arguments) {
        for (Object argument : arguments) {
            if (argument instanceof Buffer || argument instanceof Buffer[]) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void allocated(Buffer buffer, DType dtype, long elements, boolean zeroed) {
        made.put(buffer, new Made(buffer, dtype, elements));
        if (zeroed && elements > 0) {
            // In the memory of a plan the zeros have to be written.
            backend.elementwise().fill(backend.stream(), dtype, buffer, Layout.contiguous(elements), 0, 0);
        }
    }

    @Override
    public void read() {
        refuse("a value of a tensor is read");
    }

    @Override
    public void uploaded(Buffer buffer) {
        if (made.remove(buffer) == null) {
            refuse("numbers of the host are written to a tensor");
        }
        Constant constant = new Constant();
        constants.add(constant);
        buffer.addReader(new WeakReference<>(constant));
    }

    /** What reads a tensor made of numbers of the host at each replay: it keeps that from being released or changed. */
    private final class Constant implements Pending {
        @Override
        public void finish() {
            refuse("a tensor made of numbers of the host is changed in place");
        }

        @Override
        public boolean isFinished() {
            return false;
        }
    }

    @Override
    public Recording recording() {
        return this;
    }

    @Override
    public void outside(Runnable action) {
        refuse("an optimizer steps inside of the function");
        action.run();
    }

    @Override
    public void nextOffset(LongSupplier next) {
        offset = next;
    }

    @Override
    public void nextSeed(LongSupplier next) {
        seed = next;
    }

    @Override
    public void nextNumbers(DoubleSupplier... rules) {
        refuse("an optimizer steps inside of the function");
    }

    @Override
    public void eachReplay(Runnable action) {
        refuse("the host counts steps inside of the function");
    }

    @Override
    public void unless(Supplier<@Nullable String> changed) {
        refuse("the function depends on numbers of the host that may change");
    }

    @Override
    public void undo(Runnable action) {}

    @Override
    public void giveUp(String why) {
        refuse(why);
    }
}
