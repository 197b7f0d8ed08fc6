package dev.jgrad.cuda.dnn;

import dev.jgrad.cuda.CudaBackend;
import dev.jgrad.cuda.CudaBuffer;
import dev.jgrad.cuda.CudaException;
import dev.jgrad.cuda.CudaStream;
import dev.jgrad.cuda.StreamLocal;
import dev.jgrad.cuda.api.CudaOptions;
import dev.jgrad.cuda.dnn.AlgorithmLists.Operands;
import dev.jgrad.cuda.dnn.Convolver.Outcome;
import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import dev.jgrad.spi.BinaryKind;
import dev.jgrad.spi.Buffer;
import dev.jgrad.spi.ConvSpec;
import dev.jgrad.spi.ConvolutionKernels;
import dev.jgrad.spi.OperandChecks;
import dev.jgrad.spi.Stream;
import java.lang.ref.Reference;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Convolutions by cuDNN. Half precision has its channels innermost, because tensor cores want them so: outputs ask for it,
 * and operands in another order are copied, weights once per version ({@link WeightCopies}). float32 keeps the order of its input unless {@link CudaOptions#tf32ChannelsLast()}, float64 is row-major. Operands may have
 * any strides. What cuDNN refuses is left to {@link DirectConvolution}.
 */
public final class ConvolutionsCuda implements ConvolutionKernels, AutoCloseable {
    private static final List<Order> PLAIN_ONLY = List.of(Order.PLAIN);
    private static final List<Order> PLAIN_FIRST = List.of(Order.PLAIN, Order.CHANNELS_LAST);
    private static final List<Order> CHANNELS_FIRST = List.of(Order.CHANNELS_LAST, Order.PLAIN);

    private final CudaBackend backend;
    private final DirectConvolution direct;
    private final WeightCopies weights;
    private final StreamLocal<CudnnHandle> handles = new StreamLocal<>(CudnnHandle::new);

    /** Convolutions on one device. */
    public ConvolutionsCuda(CudaBackend backend) {
        this.backend = backend;
        this.direct = new DirectConvolution(backend);
        this.weights = new WeightCopies(backend);
    }

    /** The stream's handle, for all that cuDNN does there. */
    CudnnHandle handle(CudaStream stream) {
        return handles.of(stream);
    }

    @Override
    public void close() {
        handles.close();
    }

    @Override
    public @Nullable Layout preferredOutput(
            DType dtype, Layout input, Layout weight, ConvSpec spec, long[] outputSizes) {
        if (spec.spatialRank() == 1 || !CudnnHandle.isUsed()) {
            return null;
        }
        boolean last = dtype.isReducedFloatingPoint()
                || (dtype == DType.FLOAT32 && (isChannelsLast(input) || isTf32ChannelsLast()));
        return last ? Order.CHANNELS_LAST.layout(outputSizes) : null;
    }

    private static boolean isTf32ChannelsLast() {
        return CudaOptions.cudnnTf32() && CudaOptions.tf32ChannelsLast();
    }

    @Override
    public @Nullable Layout preferredOperand(DType dtype, long[] sizes) {
        return dtype.isReducedFloatingPoint() && sizes.length > 3 && CudnnHandle.isUsed()
                ? Order.CHANNELS_LAST.layout(sizes)
                : null;
    }

    private static boolean isChannelsLast(Layout l) {
        return l.size(1) > 1 && Order.CHANNELS_LAST.fits(l) && !Order.PLAIN.fits(l);
    }

    @Override
    public void forward(
            Stream stream,
            DType dtype,
            ConvSpec spec,
            Buffer out,
            Layout outLayout,
            Buffer input,
            Layout inputLayout,
            Buffer weight,
            Layout weightLayout,
            @Nullable Buffer bias) {
        OperandChecks.convolution(inputLayout, weightLayout, outLayout, spec);
        if (bias != null) {
            OperandChecks.vector(dtype, bias, outLayout.size(1));
        }
        boolean biased = compute(
                Direction.FORWARD,
                (CudaStream) stream,
                dtype,
                spec,
                new Operand(input, inputLayout),
                new Operand(weight, weightLayout),
                new Operand(out, outLayout),
                (CudaBuffer) bias);
        if (bias != null && !biased) {
            long[] strides = new long[outLayout.rank()];
            strides[1] = 1;
            Layout channels = Layout.strided(outLayout.sizes(), strides, 0);
            backend.elementwise()
                    .binary(stream, BinaryKind.ADD, dtype, out, outLayout, out, outLayout, bias, channels, 0, 0);
        }
    }

    @Override
    public void inputGradient(
            Stream stream,
            DType dtype,
            ConvSpec spec,
            Buffer gradInput,
            Layout gradInputLayout,
            Buffer gradOutput,
            Layout gradOutputLayout,
            Buffer weight,
            Layout weightLayout) {
        OperandChecks.convolution(gradInputLayout, weightLayout, gradOutputLayout, spec);
        compute(
                Direction.INPUT_GRADIENT,
                (CudaStream) stream,
                dtype,
                spec,
                new Operand(gradInput, gradInputLayout),
                new Operand(weight, weightLayout),
                new Operand(gradOutput, gradOutputLayout),
                null);
    }

    @Override
    public void weightGradient(
            Stream stream,
            DType dtype,
            ConvSpec spec,
            Buffer gradWeight,
            Layout gradWeightLayout,
            Buffer gradOutput,
            Layout gradOutputLayout,
            Buffer input,
            Layout inputLayout) {
        OperandChecks.convolution(inputLayout, gradWeightLayout, gradOutputLayout, spec);
        compute(
                Direction.WEIGHT_GRADIENT,
                (CudaStream) stream,
                dtype,
                spec,
                new Operand(input, inputLayout),
                new Operand(gradWeight, gradWeightLayout),
                new Operand(gradOutput, gradOutputLayout),
                null);
    }

    /** A buffer with the layout of its elements, one spatial dimension counting as two. */
    record Operand(CudaBuffer buffer, Layout layout) {
        Operand(Buffer buffer, Layout layout) {
            this((CudaBuffer) buffer, Problem.lift(layout));
        }
    }

    /** True when the bias is in the result. */
    private boolean compute(
            Direction direction,
            CudaStream stream,
            DType dtype,
            ConvSpec spec,
            Operand x,
            Operand w,
            Operand y,
            @Nullable CudaBuffer bias) {
        Operand result = switch (direction) {
            case FORWARD -> y;
            case INPUT_GRADIENT -> x;
            case WEIGHT_GRADIENT -> w;
        };
        OperandChecks.layout(dtype, x.buffer, x.layout);
        OperandChecks.layout(dtype, w.buffer, w.layout);
        OperandChecks.layout(dtype, y.buffer, y.layout);
        if (result.layout.numel() == 0) {
            return false;
        }
        Outcome outcome = Outcome.REFUSED;
        Problem p = Problem.of(direction, dtype, x.layout, w.layout, y.layout, spec);
        try {
            if (x.layout.numel() == 0 || w.layout.numel() == 0 || y.layout.numel() == 0) {
                backend.elementwise().fill(stream, dtype, result.buffer, result.layout, 0, 0);
            } else {
                if (CudnnHandle.isUsed()) {
                    outcome = byCudnn(p, stream, x, w, y, bias);
                }
                if (outcome == Outcome.REFUSED) {
                    if (CudnnHandle.isUsed()) {
                        Cudnn.sayOnce(
                                direction.op + dtype,
                                "cuDNN does not do a " + direction.op + " of " + dtype + " with input "
                                        + Arrays.toString(p.x()) + " and weights " + Arrays.toString(p.w())
                                        + "; a slower kernel of jgrad does it");
                    }
                    direct.compute(p, stream, x, w, y);
                }
            }
        } catch (CudaException e) {
            throw e.during(direction.op, dtype, x.layout, w.layout, y.layout);
        }
        Reference.reachabilityFence(x);
        Reference.reachabilityFence(w);
        Reference.reachabilityFence(y);
        Reference.reachabilityFence(bias);
        return outcome == Outcome.BIASED;
    }

    private Outcome byCudnn(Problem p, CudaStream stream, Operand x, Operand w, Operand y, @Nullable CudaBuffer bias) {
        CudnnHandle h = handles.of(stream);
        boolean last = p.dtype().isReducedFloatingPoint()
                || (p.dtype() == DType.FLOAT32 && (isChannelsLast(x.layout) || isChannelsLast(y.layout)));
        List<Order> orders = p.dtype() == DType.FLOAT64 ? PLAIN_ONLY : last ? CHANNELS_FIRST : PLAIN_FIRST;
        int switches = (last ? 1 : 0)
                | (CudaOptions.cudnnTf32() ? 2 : 0)
                | (CudaOptions.benchmark() ? 4 : 0)
                | (CudaOptions.deterministic() ? 8 : 0)
                | (CudaOptions.cudnnGraph() ? 16 : 0);
        Convolver plan = h.convolutions.get(p.key(switches), () -> plan(h, p, orders));
        if (!plan.isSupported()) {
            return Outcome.REFUSED;
        }
        Order order = plan.order();
        boolean forward = p.direction() == Direction.FORWARD;
        boolean toInput = p.direction() == Direction.INPUT_GRADIENT;
        boolean toWeight = p.direction() == Direction.WEIGHT_GRADIENT;
        Operand cx = toInput ? target(p.dtype(), order, x) : source(stream, p.dtype(), order, x);
        Operand cw = toWeight
                ? target(p.dtype(), order, w)
                : isTakenBy(order, p.dtype(), w) ? w : weights.of(stream, p.dtype(), order, w.buffer, w.layout);
        Operand cy = forward ? target(p.dtype(), order, y) : source(stream, p.dtype(), order, y);
        int size = p.dtype().byteSize();
        Outcome outcome = plan.run(
                backend,
                stream,
                h.handle(),
                new Operands(
                        toInput
                                ? cx.buffer.outputPointer(stream, cx.layout.offset() * size)
                                : cx.buffer.inputPointer(stream, cx.layout.offset() * size),
                        toWeight
                                ? cw.buffer.outputPointer(stream, cw.layout.offset() * size)
                                : cw.buffer.inputPointer(stream, cw.layout.offset() * size),
                        forward
                                ? cy.buffer.outputPointer(stream, cy.layout.offset() * size)
                                : cy.buffer.inputPointer(stream, cy.layout.offset() * size)),
                bias == null ? null : bias.inputPointer(stream, 0));
        boolean done = outcome != Outcome.REFUSED;
        finish(stream, p.dtype(), done && toInput, cx, x);
        if (toWeight) {
            finish(stream, p.dtype(), done, cw, w);
        } else if (cw.buffer != w.buffer) {
            weights.done(stream, cw.buffer);
        }
        finish(stream, p.dtype(), done && forward, cy, y);
        return outcome;
    }

    /** Trials are for the older functions: the graph API would leave running and timing to us. */
    private static Convolver plan(CudnnHandle h, Problem p, List<Order> orders) {
        GraphPlan graph =
                CudaOptions.cudnnGraph() && !CudaOptions.benchmark() ? GraphPlan.make(h.handle(), p, orders) : null;
        return graph == null ? ConvolutionPlan.make(h.handle(), p, orders) : graph;
    }

    /** True when cuDNN takes an operand as it lies: in this order, and where tensor cores can load from. */
    private static boolean isTakenBy(Order order, DType dtype, Operand o) {
        return order.fits(o.layout) && Cudnn.isAligned(o.buffer.address() + o.layout.offset() * dtype.byteSize());
    }

    /** The operand in this order, itself where it lies so. */
    private Operand source(CudaStream stream, DType dtype, Order order, Operand o) {
        if (isTakenBy(order, dtype, o)) {
            return o;
        }
        Operand copy = target(dtype, order, o);
        backend.elementwise().copy(stream, dtype, copy.buffer, copy.layout, dtype, o.buffer, o.layout);
        return copy;
    }

    private Operand target(DType dtype, Order order, Operand o) {
        return isTakenBy(order, dtype, o)
                ? o
                : new Operand(backend.allocate(dtype, o.layout.numel()), order.layout(o.layout.sizes()));
    }

    /** Brings a result to where it belongs and gives a copy back. */
    private void finish(CudaStream stream, DType dtype, boolean result, Operand used, Operand asked) {
        if (used.buffer != asked.buffer) {
            if (result) {
                backend.elementwise().copy(stream, dtype, asked.buffer, asked.layout, dtype, used.buffer, used.layout);
            }
            used.buffer.release();
        }
    }
}
