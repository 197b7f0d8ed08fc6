package dev.jgrad.cuda.kernels;

import dev.jgrad.cuda.CudaBackend;
import dev.jgrad.cuda.CudaStream;
import dev.jgrad.cuda.compile.KernelArguments;
import dev.jgrad.cuda.compile.KernelFunction;
import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import dev.jgrad.spi.Buffer;
import java.lang.ref.Reference;
import org.jspecify.annotations.Nullable;

/** Softmax and its logarithm: {@code softmax.cu}. */
final class SoftmaxCuda {
    private static final int BLOCK = 256;
    private static final int WARP = 32;

    private final UnitTable table;

    SoftmaxCuda(CudaBackend backend) {
        table = new UnitTable(backend.kernels(), "softmax.cu", "IN", "forward", "backward");
    }

    void forward(
            CudaStream stream,
            boolean logarithm,
            DType dtype,
            Buffer out,
            Layout outLayout,
            Buffer in,
            Layout inLayout,
            int dim) {
        Lines lines = new Lines(dim, outLayout, inLayout, outLayout);
        run(stream, 0, logarithm, dtype, out, outLayout, in, inLayout, null, outLayout, lines);
    }

    void backward(
            CudaStream stream,
            boolean logarithm,
            DType dtype,
            Buffer gradInput,
            Layout gradInputLayout,
            Buffer gradOutput,
            Layout gradOutputLayout,
            Buffer output,
            Layout outputLayout,
            int dim) {
        Lines lines = new Lines(dim, gradInputLayout, gradOutputLayout, outputLayout);
        run(
                stream,
                1,
                logarithm,
                dtype,
                gradInput,
                gradInputLayout,
                gradOutput,
                gradOutputLayout,
                output,
                outputLayout,
                lines);
    }

    private void run(
            CudaStream stream,
            int name,
            boolean logarithm,
            DType dtype,
            Buffer out,
            Layout outLayout,
            Buffer in,
            Layout inLayout,
            @Nullable Buffer output,
            Layout outputLayout,
            Lines lines) {
        if (outLayout.numel() == 0) {
            return;
        }
        boolean alongX = lines.lines == 1 || lines.along[0] <= lines.starts.innerStride(0);
        int abreast;
        int lanes;
        if (alongX) {
            int all = Operands.powerOfTwo(lines.length);
            lanes = Math.max(Math.min(all, WARP), Math.min(BLOCK, Operands.powerOfTwo(lines.length / 4)));
            abreast = BLOCK / lanes;
        } else {
            abreast = Math.max(2, Math.min(WARP, Operands.powerOfTwo(lines.lines)));
            lanes = Math.min(BLOCK / abreast, Operands.powerOfTwo(lines.length));
        }
        KernelFunction kernel = table.get(dtype, name, lines.isWide());
        KernelArguments a = kernel.arguments()
                .beginStruct(8)
                .address(Operands.output(stream, dtype, out, outLayout))
                .address(Operands.input(stream, dtype, in, inLayout))
                .address(output == null ? 0 : Operands.input(stream, dtype, output, outputLayout))
                .int64(lines.lines)
                .int64(lines.length)
                .int64(logarithm ? 1 : 0)
                .int64(alongX ? 1 : 0)
                .int64(lines.along[0])
                .int64(lines.along[1])
                .int64(lines.along[2]);
        lines.starts.write(a, 3);
        long groups = (lines.lines + abreast - 1) / abreast;
        int x = alongX ? lanes : abreast;
        int y = alongX ? abreast : lanes;
        kernel.launch(stream, kernel.blocksFor(groups * BLOCK, BLOCK), 1, 1, x, y, 1, 0, a.endStruct());
        Reference.reachabilityFence(out);
        Reference.reachabilityFence(in);
        Reference.reachabilityFence(output);
    }
}
