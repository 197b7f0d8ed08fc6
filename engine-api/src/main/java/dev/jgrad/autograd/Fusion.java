package dev.jgrad.autograd;

import dev.jgrad.op.Fusing;
import dev.jgrad.op.TensorAccess;
import dev.jgrad.op.ThreadState;
import dev.jgrad.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Fuses chains of elementwise operations. Inside the guard such an operation notes down what it is to compute; when
 * somebody reads a result, the chain behind it becomes one loop, in a class that is written for it:
 *
 * <pre>{@code
 * try (var _ = Fusion.enabled()) {
 *     y = x.mul(2).add(1).tanh().mul(x.sigmoid()).sub(x.mul(x));
 * }
 * }</pre>
 *
 * <p>Values, errors, dtypes, views and graphs are those of eager execution; only the moment of computation differs. Every
 * use of a value outside of such a chain computes it: reading, printing, a reduction, a product, a write in place to it or
 * to what it is computed from, wherever and by whichever thread it happens. Backward passes through operations called
 * under the guard are fused as well. See {@code docs/compile.md} for what is not fused.
 */
public final class Fusion {
    private Fusion() {}

    /** What happened under a guard. */
    public static final class Report {
        private final Fusing region = new Fusing();

        /** A report for {@link Fusion#enabled(Report)}. */
        public Report() {}

        /** How many operations were noted down to be computed later. */
        public long deferred() {
            return region.deferred();
        }

        /** How many elementwise operations were computed at once, by reason. */
        public Map<String, Long> eager() {
            Map<String, Long> all = new LinkedHashMap<>();
            region.reasons().forEach((reason, count) -> all.put(reason.text(), count));
            return all;
        }
    }

    /** Fuses in the calling thread until the guard is closed. */
    public static Guard enabled() {
        Fusing outer = ThreadState.current().fusion;
        return with(outer == null ? new Fusing() : outer);
    }

    /** The same, counting into a report. */
    public static Guard enabled(Report report) {
        return with(report.region);
    }

    /** Computes every operation at once until the guard is closed. */
    public static Guard disabled() {
        return with(null);
    }

    /** True inside of {@link #enabled()}. */
    public static boolean isEnabled() {
        return ThreadState.current().fusion != null;
    }

    private static Guard with(@Nullable Fusing region) {
        ThreadState state = ThreadState.current();
        Fusing before = state.fusion;
        int entered = state.enter();
        state.fusion = region;
        return new Guard(() -> {
            state.leave(entered);
            state.fusion = before;
        });
    }

    /** The function with its elementwise operations fused; its result is computed when it returns. */
    public static UnaryOperator<Tensor> compile(UnaryOperator<Tensor> function) {
        return x -> {
            Tensor y;
            try (Guard _ = enabled()) {
                y = function.apply(x);
            }
            TensorAccess.storage(y).buffer();
            return y;
        };
    }

    /** The same for a function of several tensors with several results, which are computed in as few loops as possible. */
    public static UnaryOperator<List<Tensor>> compileAll(UnaryOperator<List<Tensor>> function) {
        return in -> {
            List<Tensor> out;
            try (Guard _ = enabled()) {
                out = function.apply(in);
            }
            Fusing.compute(out);
            return out;
        };
    }
}
