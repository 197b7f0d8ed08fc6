package dev.jgrad.autograd;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.DType;
import dev.jgrad.data.DTypeException;
import dev.jgrad.op.Autocasting;
import dev.jgrad.op.ThreadState;
import dev.jgrad.tensor.Tensor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Mixed precision: inside of a region products and convolutions compute in lower precision, and what needs digits or
 * range computes in float32. {@code torch.amp.autocast}.
 *
 * <pre>{@code
 * Tensor loss;
 * try (var _ = Autocast.of("cuda", DType.BFLOAT16)) {
 *     loss = Functional.crossEntropy(model.call(x), y);
 * }
 * loss.backward();
 * }</pre>
 *
 * <p>Parameters stay float32 and get float32 gradients. The backward pass computes in the dtypes of the forward pass, in
 * a region or out of it. With float16 the loss has to be scaled ({@code dev.jgrad.nn.amp.GradScaler}); bfloat16 has the
 * range of float32 and needs none. A parameter is cast once a region, and again when it has been changed.
 */
public final class Autocast {
    private Autocast() {}

    /** A region in the default precision of a device type: bfloat16 for {@code cpu}, float16 for {@code cuda}. */
    public static Guard of(String deviceType) {
        return of(deviceType, deviceType.equals("cpu") ? DType.BFLOAT16 : DType.FLOAT16);
    }

    /**
     * A region in this precision.
     *
     * @param deviceType {@code cpu} or {@code cuda}: the region concerns operations on tensors there
     * @param dtype float16 or bfloat16
     */
    public static Guard of(String deviceType, DType dtype) {
        return of(deviceType, dtype, true, true);
    }

    /**
     * A region, or with {@code enabled} false a part of one that computes in the dtypes of its operands.
     *
     * @param cacheEnabled whether a parameter that is used several times is cast once
     * @throws ArgumentException for another device type
     * @throws DTypeException for another dtype
     */
    public static Guard of(String deviceType, DType dtype, boolean enabled, boolean cacheEnabled) {
        check(deviceType);
        if (dtype != DType.FLOAT16 && dtype != DType.BFLOAT16) {
            throw new DTypeException("In " + deviceType.toUpperCase(java.util.Locale.ROOT)
                    + " autocast, but the target dtype is not supported: " + dtype
                    + ". Autocast only supports dtype of bfloat16, float16");
        }
        return enter(
                Autocasting.within(ThreadState.current().autocast, deviceType, enabled ? dtype : null, cacheEnabled));
    }

    /** A part of a region that computes in the dtypes of its operands: {@code autocast(..., enabled=False)}. */
    public static Guard disabled(String deviceType) {
        check(deviceType);
        Autocasting outer = ThreadState.current().autocast;
        return enter(Autocasting.within(outer, deviceType, null, outer == null || outer.caches()));
    }

    /** True when the calling thread is in a region for this device type: {@code torch.is_autocast_enabled}. */
    public static boolean isEnabled(String deviceType) {
        return dtype(deviceType) != null;
    }

    /** The lower precision for a device type, or null outside of a region. */
    public static @Nullable DType dtype(String deviceType) {
        check(deviceType);
        Autocasting region = ThreadState.current().autocast;
        return region == null ? null : region.dtype(deviceType);
    }

    /** Forgets the parameters that were cast in this region: {@code torch.clear_autocast_cache}. */
    public static void clearCache() {
        Autocasting region = ThreadState.current().autocast;
        if (region != null) {
            region.clear();
        }
    }

    /** The region around, to be entered again later, in a {@link Function}'s backward for instance. */
    public static State state() {
        return new State(ThreadState.current().autocast);
    }

    /**
     * Runs the forward of a {@link Function} that wants its operands in one dtype: in a region the floating ones on this
     * device type are cast (except float64), and the body computes outside of the region. {@code torch.amp.custom_fwd}
     * with {@code cast_inputs}; the backward pass runs outside of regions anyway.
     */
    public static <T> T customForward(
            String deviceType, DType castInputs, Function<@Nullable Tensor[], T> forward, @Nullable Tensor... inputs) {
        if (!isEnabled(deviceType)) {
            return forward.apply(inputs);
        }
        @Nullable Tensor[] cast = inputs.clone();
        for (int i = 0; i < cast.length; i++) {
            Tensor t = cast[i];
            if (t != null
                    && t.isFloatingPoint()
                    && t.dtype() != DType.FLOAT64
                    && t.device().type().equals(deviceType)) {
                cast[i] = t.to(castInputs);
            }
        }
        try (Guard _ = disabled(deviceType)) {
            return forward.apply(cast);
        }
    }

    /** What {@link #state} remembered. */
    public static final class State {
        private final @Nullable Autocasting region;

        private State(@Nullable Autocasting region) {
            this.region = region;
        }

        /** Enters the remembered state until the guard is closed: {@code torch.amp.custom_bwd}. */
        public Guard resume() {
            return enter(region);
        }
    }

    private static void check(String deviceType) {
        if (!deviceType.equals("cpu") && !deviceType.equals("cuda")) {
            throw new ArgumentException("User specified an unsupported autocast device_type '" + deviceType
                    + "'; use \"cpu\" or \"cuda\", without a number");
        }
    }

    private static Guard enter(@Nullable Autocasting inside) {
        ThreadState state = ThreadState.current();
        Autocasting before = state.autocast;
        int entered = state.enter();
        state.autocast = inside;
        return new Guard(() -> {
            state.leave(entered);
            state.autocast = before;
            if (before == null && inside != null) {
                inside.clear();
            }
        });
    }
}
