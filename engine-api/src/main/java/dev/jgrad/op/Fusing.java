package dev.jgrad.op;

import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import dev.jgrad.spi.Backend;
import dev.jgrad.spi.Buffer;
import dev.jgrad.spi.FusedKernels;
import dev.jgrad.spi.FusedProgram.Form;
import dev.jgrad.storage.LazyBuffer;
import dev.jgrad.storage.Storage;
import dev.jgrad.tensor.Tensor;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A region in which elementwise operations wait until somebody reads a result: {@link ThreadState#fusion} holds the one
 * of a thread, or null. The {@link Dispatcher} checks, promotes and records as always, and asks {@link #later} instead of
 * calling the kernel.
 */
public final class Fusing {
    /** Fewer elements than this are computed sooner than they are noted down; {@code jgrad.fusion.least}. */
    private static final int LEAST_ELEMENTS = Integer.getInteger("jgrad.fusion.least", 1024);

    /** Whether threads begin inside a region: {@code jgrad.fusion}. */
    private static final boolean ALWAYS = Boolean.getBoolean("jgrad.fusion");

    /** Why an operation was computed at once. */
    public enum Reason {
        /** Too few elements. */
        SMALL("too few elements (fewer than " + LEAST_ELEMENTS + ")"),
        /** The backend fuses nothing. */
        DEVICE("the device has no fused kernels, or runs under vmap"),
        /** The backend does not fuse this. */
        KIND("no fused form of this operation in this dtype"),
        /** Tangents are computed beside. */
        FORWARD("forward mode computes a tangent beside each value");

        private final String text;

        Reason(String text) {
            this.text = text;
        }

        /** A sentence. */
        public String text() {
            return text;
        }
    }

    private final long[] counts = new long[Reason.values().length];
    private long deferred;

    /** What a thread begins with. */
    static @Nullable Fusing initial() {
        return ALWAYS ? new Fusing() : null;
    }

    /** A region with counters of its own. */
    public Fusing() {}

    /** How many operations were left for later. */
    public long deferred() {
        return deferred;
    }

    /** How many operations were computed at once, by reason. */
    public Map<Reason, Long> reasons() {
        Map<Reason, Long> all = new EnumMap<>(Reason.class);
        for (Reason reason : Reason.values()) {
            if (counts[reason.ordinal()] > 0) {
                all.put(reason, counts[reason.ordinal()]);
            }
        }
        return all;
    }

    /** The buffer of an operand: as it is inside a region, computed outside of one. */
    static Buffer operand(ThreadState ts, Storage storage) {
        return ts.fusion == null ? storage.buffer() : storage.peek();
    }

    /** Computes values, each in the loop of another one where it is part of that. */
    public static void compute(List<Tensor> values) {
        for (Tensor t : values) {
            if (TensorAccess.storage(t).peek() instanceof LazyBuffer lazy) {
                lazy.demand();
            }
        }
        // The last ones are the likeliest to contain the others.
        for (Tensor t : values.reversed()) {
            TensorAccess.storage(t).buffer();
        }
    }

    /** Notes that a value will be read by a backward pass, so that the loop which computes it writes it out. */
    static void keep(ThreadState ts, Tensor t) {
        if (ts.fusion != null && TensorAccess.storage(t).peek() instanceof LazyBuffer lazy) {
            lazy.want();
        }
    }

    /**
     * The result of an operation that is computed later, or null when it has to be computed at once.
     *
     * @param dtype what it is computed in
     * @param shown the layout of the result
     * @param physical its order in memory where that is another one
     * @param p the number of a form with a number, then q is its parameter
     * @param operands pairs of buffer and layout, broadcast to the sizes of the result
     */
    @Nullable
    Tensor later(
            ThreadState ts,
            Backend be,
            Form form,
            Enum<?> kind,
            DType dtype,
            DType stored,
            Layout shown,
            @Nullable Layout physical,
            double p,
            double q,
            double r,
            Object... operands) {
        if (shown.numel() < LEAST_ELEMENTS) {
            counts[Reason.SMALL.ordinal()]++;
            return null;
        }
        FusedKernels kernels = be.fused();
        int weight = kernels == null ? 0 : kernels.weight(kind, dtype);
        Reason reason = kernels == null
                ? Reason.DEVICE
                : ts.forward != null ? Reason.FORWARD : weight == 0 ? Reason.KIND : null;
        if (reason != null) {
            counts[reason.ordinal()]++;
            return null;
        }
        deferred++;
        LazyBuffer buffer = new LazyBuffer(
                be,
                form,
                kind,
                dtype,
                stored,
                physical == null ? shown : physical,
                p,
                q,
                r,
                weight,
                FusedKernels.MOST_WEIGHT,
                operands);
        buffer.setPhysical(physical);
        return Dispatcher.wrap(ts, be, buffer, stored, shown);
    }
}
