package dev.jgrad.op;

import dev.jgrad.autograd.Grad;
import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.DType;
import dev.jgrad.data.DTypeException;
import dev.jgrad.data.Device;
import dev.jgrad.data.Layout;
import dev.jgrad.tensor.Tensor;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An autocast region as operations see it: {@link ThreadState#autocast} holds the innermost one of a thread, or null.
 * Elementwise operations are cast by the {@link Dispatcher}; an operation with structure asks in its first line
 *
 * <pre>{@code
 * if (Autocasting.applies("softmax", self)) {
 *     return Autocasting.run("softmax", in -> softmax(in[0], dim), self);
 * }
 * }</pre>
 *
 * and is called again with the cast operands and the region switched off, so that what it is made of is not cast a second
 * time. Casts are recorded, which brings gradients back to the dtype of the operand. Source: {@code torch.amp.autocast}.
 */
public final class Autocasting {
    private final @Nullable DType cpu;
    private final @Nullable DType cuda;
    private final boolean caches;
    private final Map<Tensor, Cast> casts;

    /** A parameter in lower precision, as long as the parameter has this version. */
    private record Cast(Tensor tensor, int version) {}

    private Autocasting(@Nullable DType cpu, @Nullable DType cuda, boolean caches, Map<Tensor, Cast> casts) {
        this.cpu = cpu;
        this.cuda = cuda;
        this.caches = caches;
        this.casts = casts;
    }

    /**
     * The state inside of a new region: for its device type the new dtype (null switches off), for the other what the
     * region around says. Nested regions share their casts, so a parameter is cast once until the outermost one ends.
     */
    public static Autocasting within(
            @Nullable Autocasting outer, String deviceType, @Nullable DType dtype, boolean caches) {
        boolean forCpu = deviceType.equals("cpu");
        return new Autocasting(
                forCpu ? dtype : outer == null ? null : outer.cpu,
                forCpu ? outer == null ? null : outer.cuda : dtype,
                caches,
                outer == null ? new IdentityHashMap<>() : outer.casts);
    }

    /** The lower precision for a device type, or null where the region does not apply to it. */
    public @Nullable DType dtype(String deviceType) {
        return deviceType.equals("cpu") ? cpu : cuda;
    }

    /** Whether parameters are cast only once. */
    public boolean caches() {
        return caches;
    }

    /** Forgets the parameters cast so far. */
    public void clear() {
        casts.clear();
    }

    /** True when the calling thread is in a region that casts the operands of this operation. */
    public static boolean applies(String op, Tensor operand) {
        Autocasting region = ThreadState.current().autocast;
        return region != null && region.policy(op, operand) != null;
    }

    /** Casts the operands (nulls pass) and computes with the region switched off; asked for by {@link #applies}. */
    public static Tensor run(String op, Function<Tensor[], Tensor> body, @Nullable Tensor... operands) {
        return compute(op, body, operands);
    }

    /** The same for a result of another type. */
    public static <T> T compute(String op, Function<Tensor[], T> body, @Nullable Tensor... operands) {
        ThreadState ts = ThreadState.current();
        Autocasting region = java.util.Objects.requireNonNull(ts.autocast);
        Tensor[] cast = region.castAll(op, operands);
        ts.autocast = null;
        try {
            return body.apply(cast);
        } finally {
            ts.autocast = region;
        }
    }

    /** The dtype of a sum or product for which the caller named this one: float32 in a region, where it is of floats. */
    static @Nullable DType resultType(String op, Tensor self, @Nullable DType named) {
        Autocasting region = ThreadState.current().autocast;
        return named == null
                        && region != null
                        && region.policy(op, self) == CastPolicy.FLOAT32_RESULT
                        && isEligible(self, self.device())
                ? DType.FLOAT32
                : named;
    }

    /** One operand of an elementwise operation. */
    Tensor operand(String op, Tensor self) {
        return policy(op, self) == CastPolicy.FLOAT32 ? cast(self, DType.FLOAT32, self.device(), false) : self;
    }

    /** Both operands of an elementwise operation. */
    Tensor[] operands(String op, Tensor a, Tensor b) {
        return policy(op, a) == null ? new Tensor[] {a, b} : castAll(op, a, b);
    }

    private @Nullable CastPolicy policy(String op, Tensor operand) {
        boolean onCpu = operand.device().isCpu();
        if ((onCpu ? cpu : cuda) == null) {
            return null;
        }
        return (onCpu ? AutocastLists.CPU : AutocastLists.CUDA).get(op);
    }

    private Tensor[] castAll(String op, @Nullable Tensor... operands) {
        Device device = java.util.Objects.requireNonNull(operands[0]).device();
        CastPolicy policy = policy(op, operands[0]);
        DType lower = java.util.Objects.requireNonNull(dtype(device.type()));
        DType wanted = switch (policy) {
            case null -> throw new IllegalStateException(op + " is not in the lists of autocast");
            case LOWER_PRECISION -> lower;
            case FLOAT32, FLOAT32_RESULT -> DType.FLOAT32;
            case WIDEST -> widest(lower, device, operands);
            case BANNED -> throw banned(op);
        };
        Tensor[] cast = new Tensor[operands.length];
        for (int i = 0; i < cast.length; i++) {
            Tensor operand = operands[i];
            cast[i] = operand == null ? null : cast(operand, wanted, device, i < 2 && op.startsWith("conv"));
        }
        return cast;
    }

    /** float32 as soon as one operand has it, the region's lower precision otherwise; float64 stays out of it. */
    private static DType widest(DType lower, Device device, @Nullable Tensor... operands) {
        DType wanted = lower;
        for (Tensor operand : operands) {
            if (operand != null && isEligible(operand, device) && operand.dtype() != wanted) {
                if (operand.dtype() != DType.FLOAT32 && wanted != DType.FLOAT32) {
                    throw new DTypeException("Unexpected floating ScalarType in at::autocast::prioritize: "
                            + operand.dtype().scalarTypeName() + " in an autocast region of "
                            + lower.scalarTypeName() + "; convert the operand with .to(...)");
                }
                wanted = DType.FLOAT32;
            }
        }
        return wanted;
    }

    private static boolean isEligible(Tensor t, Device device) {
        return t.isFloatingPoint()
                && t.dtype() != DType.FLOAT64
                && t.device().type().equals(device.type());
    }

    private Tensor cast(Tensor t, DType wanted, Device device, boolean convolves) {
        if (t.dtype() == wanted || !isEligible(t, device)) {
            return t;
        }
        boolean parameter =
                caches && wanted != DType.FLOAT32 && t.dtype() == DType.FLOAT32 && t.requiresGrad() && t.isLeaf();
        Layout order = convolves ? CastOps.orderOfOperand(t, wanted) : null;
        if (!parameter) {
            return CastOps.to(t, wanted, order);
        }
        Cast known = casts.get(t);
        // One that was made without recording must not cut a later, recorded use off its parameter.
        if (known != null
                && known.version == t.version()
                && known.tensor.dtype() == wanted
                && !TensorAccess.storage(known.tensor).isClosed()
                && (known.tensor.requiresGrad() || !Grad.isEnabled())) {
            return known.tensor;
        }
        Tensor cast = CastOps.to(t, wanted, order);
        casts.put(t, new Cast(cast, t.version()));
        return cast;
    }

    private static ArgumentException banned(String op) {
        return new ArgumentException("torch.nn.functional." + op
                + " and torch.nn.BCELoss are unsafe to autocast.\nMany models use a sigmoid layer right before the binary"
                + " cross entropy layer.\nIn this case, combine the two layers using"
                + " binaryCrossEntropyWithLogits or BCEWithLogitsLoss.  binaryCrossEntropyWithLogits and"
                + " BCEWithLogitsLoss are safe to autocast.");
    }
}
