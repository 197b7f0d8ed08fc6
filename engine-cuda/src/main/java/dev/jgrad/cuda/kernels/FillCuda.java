package dev.jgrad.cuda.kernels;

import dev.jgrad.cuda.CudaBackend;
import dev.jgrad.cuda.CudaStream;
import dev.jgrad.cuda.compile.KernelArguments;
import dev.jgrad.cuda.compile.KernelFunction;
import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import dev.jgrad.spi.Buffer;
import java.lang.ref.Reference;

/** One value everywhere, or a sequence: {@code fill.cu}. */
final class FillCuda {
    private final CudaBackend backend;
    private final UnitTable table;

    FillCuda(CudaBackend backend) {
        this.backend = backend;
        table = new UnitTable(backend.kernels(), "fill.cu", "OUT", "fill_packs", "fill_each", "arange");
    }

    void fill(CudaStream stream, DType dtype, Buffer out, Layout layout, double value, long integer) {
        if (layout.numel() == 0) {
            return;
        }
        long to = Operands.output(stream, dtype, out, layout);
        long live = Operands.live(stream, dtype, value);
        if (live == 0 && layout.isContiguous() && isZero(dtype, value, integer)) {
            backend.driver().fill(to, (byte) 0, layout.numel() * dtype.byteSize(), stream.handle());
        } else {
            int width = dtype.byteSize();
            MapShape shape = MapShape.of(width, new Layout[] {layout}, new long[] {to}, new int[] {width});
            KernelFunction kernel = table.get(dtype, shape.packs ? 0 : 1, shape.isWide());
            KernelArguments args = kernel.arguments()
                    .beginStruct(8)
                    .address(to)
                    .float64(value)
                    .int64(integer)
                    .float64(0)
                    .int64(0)
                    .address(live);
            shape.write(args, 1);
            ElementwiseCuda.launch(kernel, stream, shape, args.endStruct());
        }
        Reference.reachabilityFence(out);
    }

    private static boolean isZero(DType dtype, double value, long integer) {
        return dtype.isFloatingPoint() ? Double.doubleToRawLongBits(value) == 0 : integer == 0;
    }

    void arange(
            CudaStream stream,
            DType dtype,
            Buffer out,
            Layout layout,
            double start,
            double step,
            long integerStart,
            long integerStep) {
        if (layout.numel() == 0) {
            return;
        }
        long to = Operands.output(stream, dtype, out, layout);
        WalkPlan walk = WalkPlan.rowMajor(layout);
        KernelFunction kernel = table.get(dtype, 2, walk.isWide());
        KernelArguments args = kernel.arguments()
                .beginStruct(8)
                .address(to)
                .float64(start)
                .int64(integerStart)
                .float64(step)
                .int64(integerStep)
                .address(0)
                .int64(walk.count)
                .int64(0)
                .int64(0);
        walk.write(args, 1);
        kernel.launch(
                stream,
                kernel.blocksFor(walk.count, ElementwiseCuda.BLOCK),
                ElementwiseCuda.BLOCK,
                0,
                args.endStruct());
        Reference.reachabilityFence(out);
    }
}
