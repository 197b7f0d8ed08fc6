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

/** Layer normalisation of contiguous rows: {@code layer_norm.cu}. */
final class LayerNormCuda {
    private static final int BLOCK = 256;
    private static final int WARP = 32;
    private static final int FORWARD = 0;
    private static final int BACKWARD = 1;
    private static final int REDUCE = 2;
    private static final int FINISH = 3;

    private final CudaBackend backend;
    private final UnitTable table;

    LayerNormCuda(CudaBackend backend) {
        this.backend = backend;
        table = new UnitTable(
                backend.kernels(),
                "layer_norm.cu",
                "IN",
                "forward",
                "backward",
                "parameters_reduce",
                "parameters_finish");
    }

    void forward(
            CudaStream stream,
            DType dtype,
            Buffer out,
            Layout outLayout,
            Buffer mean,
            Buffer invStd,
            Buffer in,
            Layout inLayout,
            @Nullable Buffer weight,
            @Nullable Buffer bias,
            double eps) {
        long rows = inLayout.size(0);
        long n = inLayout.size(1);
        if (rows == 0) {
            return;
        }
        KernelFunction kernel = table.get(dtype, FORWARD, false);
        KernelArguments a = kernel.arguments()
                .beginStruct(8)
                .address(Operands.output(stream, dtype, out, outLayout))
                .address(Operands.outputVector(stream, dtype, mean, rows))
                .address(Operands.outputVector(stream, dtype, invStd, rows))
                .address(Operands.input(stream, dtype, in, inLayout))
                .address(Operands.inputVector(stream, dtype, weight, n))
                .address(Operands.inputVector(stream, dtype, bias, n))
                .int64(rows)
                .int64(n)
                .float64(eps);
        launch(stream, kernel, rows, n, a);
        Reference.reachabilityFence(out);
        Reference.reachabilityFence(mean);
        Reference.reachabilityFence(invStd);
        Reference.reachabilityFence(in);
        Reference.reachabilityFence(weight);
        Reference.reachabilityFence(bias);
    }

    private static void launch(CudaStream stream, KernelFunction kernel, long rows, long n, KernelArguments a) {
        int lanes = Math.max(Math.min(Operands.powerOfTwo(n), WARP), Math.min(BLOCK, Operands.powerOfTwo(n / 4)));
        int abreast = BLOCK / lanes;
        long groups = (rows + abreast - 1) / abreast;
        kernel.launch(stream, kernel.blocksFor(groups * BLOCK, BLOCK), 1, 1, lanes, abreast, 1, 0, a.endStruct());
    }

    void backward(
            CudaStream stream,
            DType dtype,
            @Nullable Buffer gradInput,
            @Nullable Buffer gradWeight,
            @Nullable Buffer gradBias,
            Buffer gradOutput,
            Layout gradOutputLayout,
            Buffer in,
            Layout inLayout,
            Buffer mean,
            Buffer invStd,
            @Nullable Buffer weight) {
        long rows = inLayout.size(0);
        long n = inLayout.size(1);
        if (gradInput != null && rows > 0) {
            KernelFunction kernel = table.get(dtype, BACKWARD, false);
            KernelArguments a = kernel.arguments()
                    .beginStruct(8)
                    .address(Operands.outputVector(stream, dtype, gradInput, rows * n))
                    .address(Operands.input(stream, dtype, gradOutput, gradOutputLayout))
                    .address(Operands.input(stream, dtype, in, inLayout))
                    .address(Operands.inputVector(stream, dtype, mean, rows))
                    .address(Operands.inputVector(stream, dtype, invStd, rows))
                    .address(Operands.inputVector(stream, dtype, weight, n))
                    .int64(rows)
                    .int64(n);
            launch(stream, kernel, rows, n, a);
        }
        if ((gradWeight != null || gradBias != null) && n > 0) {
            parameters(stream, dtype, gradWeight, gradBias, gradOutput, gradOutputLayout, in, inLayout, mean, invStd);
        }
        Reference.reachabilityFence(gradInput);
        Reference.reachabilityFence(gradWeight);
        Reference.reachabilityFence(gradBias);
        Reference.reachabilityFence(gradOutput);
        Reference.reachabilityFence(in);
        Reference.reachabilityFence(mean);
        Reference.reachabilityFence(invStd);
        Reference.reachabilityFence(weight);
    }

    private void parameters(
            CudaStream stream,
            DType dtype,
            @Nullable Buffer gradWeight,
            @Nullable Buffer gradBias,
            Buffer gradOutput,
            Layout gradOutputLayout,
            Buffer in,
            Layout inLayout,
            Buffer mean,
            Buffer invStd) {
        long rows = inLayout.size(0);
        long n = inLayout.size(1);
        Layout columns = Layout.contiguous(n);
        Layout down = Layout.strided(new long[] {rows}, new long[] {n}, 0);
        ReduceGrid grid = ReduceGrid.of(backend, new Layout[] {columns}, new Layout[] {down});
        long x = Operands.input(stream, dtype, in, inLayout);
        long g = Operands.input(stream, dtype, gradOutput, gradOutputLayout);
        long m = Operands.inputVector(stream, dtype, mean, rows);
        long s = Operands.inputVector(stream, dtype, invStd, rows);
        long w = Operands.outputVector(stream, dtype, gradWeight, n);
        long b = Operands.outputVector(stream, dtype, gradBias, n);
        boolean wide = grid.isWide();
        grid.launch(
                backend,
                stream,
                table.get(dtype, REDUCE, wide),
                table.get(dtype, FINISH, wide),
                1,
                1,
                a -> a.address(x).address(g).address(m).address(s).address(w).address(b));
    }
}
