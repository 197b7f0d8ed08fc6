package dev.jgrad.cuda.dnn;

import dev.jgrad.cuda.CudaBackend;
import dev.jgrad.cuda.CudaBuffer;
import dev.jgrad.cuda.CudaStream;
import dev.jgrad.cuda.compile.KernelArguments;
import dev.jgrad.cuda.compile.KernelFunction;
import dev.jgrad.cuda.dnn.ConvolutionsCuda.Operand;
import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import dev.jgrad.spi.ConvSpec;

/**
 * Convolutions by a kernel of our own, for what cuDNN refuses and for machines without it: a thread per element of the
 * result adds up all its taps. Any strides and sizes; half precision goes through float32.
 */
final class DirectConvolution {
    private static final int BLOCK = 256;

    private final CudaBackend backend;
    private final KernelFunction[][] functions = new KernelFunction[Direction.values().length][2];

    DirectConvolution(CudaBackend backend) {
        this.backend = backend;
    }

    private synchronized KernelFunction function(Direction direction, DType dtype) {
        int wide = dtype == DType.FLOAT64 ? 1 : 0;
        KernelFunction known = functions[direction.ordinal()][wide];
        if (known == null) {
            String name = switch (direction) {
                case FORWARD -> "convolve";
                case INPUT_GRADIENT -> "inputGradient";
                case WEIGHT_GRADIENT -> "weightGradient";
            };
            known = backend.kernels().function("convolution.cu", name, wide == 1 ? "ELEMENT=double" : "ELEMENT=float");
            functions[direction.ordinal()][wide] = known;
        }
        return known;
    }

    void compute(Problem p, CudaStream stream, Operand x, Operand w, Operand y) {
        if (!p.dtype().isReducedFloatingPoint()) {
            launch(p, stream, x, w, y);
            return;
        }
        Operand wx = widened(p, stream, x, Direction.INPUT_GRADIENT);
        Operand ww = widened(p, stream, w, Direction.WEIGHT_GRADIENT);
        Operand wy = widened(p, stream, y, Direction.FORWARD);
        launch(new Problem(p.direction(), DType.FLOAT32, p.x(), p.w(), p.y(), p.spec()), stream, wx, ww, wy);
        Operand from = switch (p.direction()) {
            case FORWARD -> wy;
            case INPUT_GRADIENT -> wx;
            case WEIGHT_GRADIENT -> ww;
        };
        Operand to = switch (p.direction()) {
            case FORWARD -> y;
            case INPUT_GRADIENT -> x;
            case WEIGHT_GRADIENT -> w;
        };
        backend.elementwise()
                .copy(stream, p.dtype(), to.buffer(), to.layout(), DType.FLOAT32, from.buffer(), from.layout());
        wx.buffer().release();
        ww.buffer().release();
        wy.buffer().release();
    }

    private Operand widened(Problem p, CudaStream stream, Operand o, Direction whereResult) {
        Layout plain = Layout.contiguous(o.layout().sizes());
        CudaBuffer wide = backend.allocate(DType.FLOAT32, plain.numel());
        if (p.direction() != whereResult) {
            backend.elementwise().copy(stream, DType.FLOAT32, wide, plain, p.dtype(), o.buffer(), o.layout());
        }
        return new Operand(wide, plain);
    }

    private void launch(Problem p, CudaStream stream, Operand x, Operand w, Operand y) {
        KernelFunction f = function(p.direction(), p.dtype());
        int size = p.dtype().byteSize();
        Operand[] all = {x, w, y};
        int result = switch (p.direction()) {
            case FORWARD -> 2;
            case INPUT_GRADIENT -> 0;
            case WEIGHT_GRADIENT -> 1;
        };
        KernelArguments args = f.arguments();
        for (int i = 0; i < 3; i++) {
            CudaBuffer b = all[i].buffer();
            args.address((i == result ? b.output(stream) : b.input(stream))
                    + all[i].layout().offset() * size);
        }
        args.beginStruct(8);
        for (Operand o : all) {
            five(args, o.layout().sizes(), 1);
            five(args, o.layout().strides(), 0);
        }
        ConvSpec spec = p.spec();
        three(args, spec.stride(), 1);
        three(args, spec.padding(), 0);
        three(args, spec.dilation(), 1);
        args.int64(spec.groups()).endStruct();
        long n = all[result].layout().numel();
        f.launch(stream, f.blocksFor(n, BLOCK), BLOCK, 0, args);
    }

    /** N, C and three spatial dimensions, the missing ones first. */
    private static void five(KernelArguments args, long[] values, long missing) {
        args.int64(values[0]).int64(values[1]);
        for (int i = values.length; i < 5; i++) {
            args.int64(missing);
        }
        for (int i = 2; i < values.length; i++) {
            args.int64(values[i]);
        }
    }

    private static void three(KernelArguments args, long[] values, long missing) {
        for (int i = values.length; i < 3; i++) {
            args.int64(missing);
        }
        for (long value : values) {
            args.int64(value);
        }
    }
}
