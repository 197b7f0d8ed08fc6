package dev.jgrad.cuda.kernels;

import dev.jgrad.cuda.CudaBackend;
import dev.jgrad.cuda.CudaStream;
import dev.jgrad.cuda.compile.KernelArguments;
import dev.jgrad.cuda.compile.KernelFunction;
import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import dev.jgrad.spi.BinaryKind;
import dev.jgrad.spi.Buffer;
import dev.jgrad.spi.ElementwiseKernels;
import dev.jgrad.spi.Stream;
import dev.jgrad.spi.TernaryKind;
import dev.jgrad.spi.UnaryKind;
import java.lang.ref.Reference;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Elementwise kernels: {@code unary.cu}, {@code binary.cu}, {@code ternary.cu}; copies and filling are apart. */
public final class ElementwiseCuda implements ElementwiseKernels {
    static final int BLOCK = 256;
    private static final int TYPES = DType.values().length;
    private static final List<String> TERNARY =
            Arrays.stream(TernaryKind.values()).map(Enum::name).toList();

    private final KindTable unary;
    private final KindTable binary;
    private final KindTable ternary;
    private final CopyCuda copies;
    private final FillCuda fills;

    /** Kernels for a device. */
    public ElementwiseCuda(CudaBackend backend) {
        var kernels = backend.kernels();
        unary = new KindTable(kernels, "unary.cu", UnaryKind.values().length, TYPES, "_packs", "_each");
        binary = new KindTable(kernels, "binary.cu", BinaryKind.values().length, TYPES, "_packs", "_each");
        ternary = new KindTable(kernels, "ternary.cu", TernaryKind.values().length, TYPES, "_packs", "_each");
        copies = new CopyCuda(backend);
        fills = new FillCuda(backend);
    }

    /** Types of operands and result as defines. */
    private record Types(DType in, DType out, List<String> names) implements KindTable.Variant {
        @Override
        public String[] defines() {
            return new String[] {"IN=" + Operands.type(in), "OUT=" + Operands.type(out)};
        }
    }

    private static KernelFunction find(
            KindTable table, Enum<?> kind, MapShape shape, DType in, KindTable.Variant variant) {
        return table.get(in.ordinal(), kind.ordinal(), kind.name(), shape.packs ? 0 : 1, shape.isWide(), variant);
    }

    static void launch(KernelFunction kernel, CudaStream stream, MapShape shape, KernelArguments a) {
        kernel.launch(stream, kernel.blocksFor(shape.threads(), BLOCK), BLOCK, 0, a);
    }

    @Override
    public void unary(
            Stream stream,
            UnaryKind kind,
            DType dtype,
            Buffer out,
            Layout outLayout,
            Buffer a,
            Layout aLayout,
            double p,
            double q,
            double r) {
        if (!Supports.has(kind, dtype)) {
            throw Supports.missing(kind, dtype);
        }
        if (outLayout.numel() == 0) {
            return;
        }
        CudaStream s = (CudaStream) stream;
        // The complement of a truth value is not that of its bits.
        boolean not = dtype.isBool() && kind == UnaryKind.BITWISE_NOT;
        UnaryKind k = not ? UnaryKind.LOGICAL_NOT : kind;
        DType outDType = k.isPredicate() ? DType.BOOL : dtype;
        long in = Operands.input(s, dtype, a, aLayout);
        long to = Operands.output(s, outDType, out, outLayout);
        MapShape shape =
                MapShape.of(dtype.byteSize(), new Layout[] {outLayout, aLayout}, new long[] {to, in}, new int[] {
                    outDType.byteSize(), dtype.byteSize()
                });
        KernelFunction kernel =
                find(unary, k, shape, dtype, new Types(dtype, outDType, Supports.unary(dtype, k.isPredicate())));
        KernelArguments args = kernel.arguments()
                .beginStruct(8)
                .address(to)
                .address(in)
                .float64(p)
                .float64(q)
                .float64(r);
        shape.write(args, 2);
        launch(kernel, s, shape, args.endStruct());
        Reference.reachabilityFence(out);
        Reference.reachabilityFence(a);
    }

    @Override
    public void binary(
            Stream stream,
            BinaryKind kind,
            DType dtype,
            Buffer out,
            Layout outLayout,
            Buffer a,
            Layout aLayout,
            Buffer b,
            Layout bLayout,
            double p,
            double q) {
        // Quotients of two tensors of 16 bits are rounded step by step, as those of PyTorch.
        boolean division = kind == BinaryKind.FLOOR_DIV || kind == BinaryKind.TRUNC_DIV;
        double steps = division && dtype.isReducedFloatingPoint() && !bLayout.isOneElement() ? 1 : p;
        binary((CudaStream) stream, kind, dtype, out, outLayout, a, aLayout, b, bLayout, 0, 0, steps, q);
    }

    @Override
    public void binaryScalar(
            Stream stream,
            BinaryKind kind,
            DType dtype,
            Buffer out,
            Layout outLayout,
            Buffer a,
            Layout aLayout,
            double value,
            long integer,
            boolean numberFirst,
            double p) {
        UnaryKind simpler = kind == BinaryKind.POW && !numberFirst ? simplerPower(dtype, value) : null;
        CudaStream s = (CudaStream) stream;
        if (simpler != null) {
            unary(stream, simpler, dtype, out, outLayout, a, aLayout, 0, 0, 0);
        } else if (numberFirst) {
            binary(s, kind, dtype, out, outLayout, null, null, a, aLayout, value, integer, p, 0);
        } else {
            binary(s, kind, dtype, out, outLayout, a, aLayout, null, null, value, integer, p, 0);
        }
    }

    /** Exponents for which PyTorch computes something better than a power as well. */
    private static @Nullable UnaryKind simplerPower(DType dtype, double exponent) {
        if (!dtype.isFloatingPoint()) {
            return null;
        }
        return exponent == 2
                ? UnaryKind.SQUARE
                : exponent == 0.5
                        ? UnaryKind.SQRT
                        : exponent == -1 ? UnaryKind.RECIPROCAL : exponent == -0.5 ? UnaryKind.RSQRT : null;
    }

    /** Of a and b one may be null, which stands for the number. */
    private void binary(
            CudaStream s,
            BinaryKind kind,
            DType dtype,
            Buffer out,
            Layout outLayout,
            @Nullable Buffer a,
            @Nullable Layout aLayout,
            @Nullable Buffer b,
            @Nullable Layout bLayout,
            double value,
            long integer,
            double p,
            double q) {
        if (!Supports.has(kind, dtype)) {
            throw Supports.missing(kind, dtype);
        }
        if (outLayout.numel() == 0) {
            return;
        }
        DType outDType = kind.isComparison() ? DType.BOOL : dtype;
        long x = a == null || aLayout == null ? 0 : Operands.input(s, dtype, a, aLayout);
        long y = b == null || bLayout == null ? 0 : Operands.input(s, dtype, b, bLayout);
        long to = Operands.output(s, outDType, out, outLayout);
        int width = dtype.byteSize();
        int outWidth = outDType.byteSize();
        MapShape shape;
        if (aLayout != null && bLayout != null) {
            shape = MapShape.of(width, new Layout[] {outLayout, aLayout, bLayout}, new long[] {to, x, y}, new int[] {
                outWidth, width, width
            });
        } else {
            Layout one = aLayout != null ? aLayout : bLayout;
            shape = MapShape.of(
                    width, new Layout[] {outLayout, one == null ? outLayout : one}, new long[] {to, x + y}, new int[] {
                        outWidth, width
                    });
        }
        KernelFunction kernel = find(
                binary, kind, shape, dtype, new Types(dtype, outDType, Supports.binary(dtype, kind.isComparison())));
        // Asked for before the arguments are written, since a refusal must not leave half of them.
        long live = aLayout == null || bLayout == null
                ? Operands.live(s, dtype, value)
                : kind == BinaryKind.ADD_SCALED ? Operands.live(s, dtype, p) : 0;
        KernelArguments args = kernel.arguments()
                .beginStruct(8)
                .address(to)
                .address(x)
                .address(y)
                .float64(value)
                .int64(integer)
                .float64(p)
                .float64(q)
                .address(live)
                .address(s.failure().address());
        if (aLayout != null && bLayout != null) {
            shape.write(args, 3);
        } else {
            shape.writeSpread(args, 0, aLayout == null ? -1 : 1, bLayout == null ? -1 : 1);
        }
        launch(kernel, s, shape, args.endStruct());
        Reference.reachabilityFence(out);
        Reference.reachabilityFence(a);
        Reference.reachabilityFence(b);
    }

    @Override
    public void ternary(
            Stream stream,
            TernaryKind kind,
            DType dtype,
            Buffer out,
            Layout outLayout,
            Buffer a,
            Layout aLayout,
            Buffer b,
            Layout bLayout,
            Buffer c,
            Layout cLayout,
            double p) {
        if (outLayout.numel() == 0) {
            return;
        }
        CudaStream s = (CudaStream) stream;
        DType aDType = kind == TernaryKind.WHERE ? DType.BOOL : dtype;
        long x = Operands.input(s, aDType, a, aLayout);
        long y = Operands.input(s, dtype, b, bLayout);
        long z = Operands.input(s, dtype, c, cLayout);
        long to = Operands.output(s, dtype, out, outLayout);
        int width = dtype.byteSize();
        MapShape shape = MapShape.of(
                width, new Layout[] {outLayout, aLayout, bLayout, cLayout}, new long[] {to, x, y, z}, new int[] {
                    width, aDType.byteSize(), width, width
                });
        KernelFunction kernel = find(ternary, kind, shape, dtype, new Types(dtype, dtype, TERNARY));
        KernelArguments args = kernel.arguments()
                .beginStruct(8)
                .address(to)
                .address(x)
                .address(y)
                .address(z)
                .float64(p)
                .address(kind == TernaryKind.ADDCMUL || kind == TernaryKind.ADDCDIV ? Operands.live(s, dtype, p) : 0)
                .address(s.failure().address());
        shape.write(args, 4);
        launch(kernel, s, shape, args.endStruct());
        Reference.reachabilityFence(out);
        Reference.reachabilityFence(a);
        Reference.reachabilityFence(b);
        Reference.reachabilityFence(c);
    }

    @Override
    public void fill(Stream stream, DType dtype, Buffer out, Layout outLayout, double value, long integer) {
        fills.fill((CudaStream) stream, dtype, out, outLayout, value, integer);
    }

    @Override
    public void arange(
            Stream stream,
            DType dtype,
            Buffer out,
            Layout outLayout,
            double start,
            double step,
            long integerStart,
            long integerStep) {
        fills.arange((CudaStream) stream, dtype, out, outLayout, start, step, integerStart, integerStep);
    }

    @Override
    public void copy(
            Stream stream, DType outDType, Buffer out, Layout outLayout, DType inDType, Buffer in, Layout inLayout) {
        copies.copy((CudaStream) stream, outDType, out, outLayout, inDType, in, inLayout);
    }
}
