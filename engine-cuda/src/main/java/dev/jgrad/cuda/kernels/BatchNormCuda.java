package dev.jgrad.cuda.kernels;

import dev.jgrad.cuda.CudaBackend;
import dev.jgrad.cuda.CudaBuffer;
import dev.jgrad.cuda.CudaStream;
import dev.jgrad.cuda.compile.KernelArguments;
import dev.jgrad.cuda.compile.KernelFunction;
import dev.jgrad.cuda.dnn.BatchNormDnn;
import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import dev.jgrad.spi.Buffer;
import java.lang.ref.Reference;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Batch normalisation by cuDNN where it takes it; elsewhere statistics by a reduction, then {@code batch_norm.cu}. Data may
 * be of half precision; vectors have the type that is computed in.
 */
final class BatchNormCuda {
    private static final int BLOCK = 256;
    private static final int STATISTICS = 0;
    private static final int NORMALISE = 1;
    private static final int INFERENCE = 3;
    private static final int SUMS = 5;
    private static final int COEFFICIENTS = 7;
    private static final int COMBINE = 8;

    private final CudaBackend backend;
    private final ReductionsCuda reductions;
    private final UnitTable table;
    private final BatchNormDnn library;

    BatchNormCuda(CudaBackend backend) {
        this.backend = backend;
        reductions = new ReductionsCuda(backend);
        library = new BatchNormDnn(backend);
        table = new UnitTable(
                backend.kernels(),
                "batch_norm.cu",
                dtype -> List.of("IN=" + Operands.type(dtype), "VECTOR=" + Operands.type(Operands.computed(dtype))),
                "statistics",
                "normalise_packs",
                "normalise_each",
                "inference_packs",
                "inference_each",
                "sums_reduce",
                "sums_finish",
                "coefficients",
                "combine_packs",
                "combine_each");
    }

    private static Layout channels(long n, int rank) {
        long[] sizes = new long[rank];
        Arrays.fill(sizes, 1);
        sizes[1] = n;
        return Layout.contiguous(sizes);
    }

    /** A vector of the channels seen by every element. */
    private static Layout broadcast(Layout data) {
        long[] strides = new long[data.rank()];
        strides[1] = 1;
        return Layout.strided(data.sizes(), strides, 0);
    }

    void training(
            CudaStream stream,
            DType dtype,
            Buffer out,
            Layout outLayout,
            Buffer saveMean,
            Buffer saveInvStd,
            Buffer in,
            Layout inLayout,
            @Nullable Buffer weight,
            @Nullable Buffer bias,
            @Nullable Buffer runningMean,
            @Nullable Buffer runningVar,
            double momentum,
            double eps) {
        long c = inLayout.size(1);
        if (inLayout.numel() == 0) {
            return;
        }
        DType vector = Operands.computed(dtype);
        Operands.outputVector(stream, vector, saveInvStd, c);
        boolean done = library.training(
                stream,
                dtype,
                Operands.output(stream, dtype, out, outLayout),
                outLayout,
                Operands.outputVector(stream, vector, saveMean, c),
                (CudaBuffer) saveInvStd,
                Operands.input(stream, dtype, in, inLayout),
                inLayout,
                Operands.inputVector(stream, vector, weight, c),
                Operands.inputVector(stream, vector, bias, c),
                Operands.outputVector(stream, vector, runningMean, c),
                Operands.outputVector(stream, vector, runningVar, c),
                momentum,
                eps);
        if (done) {
            fence(out, saveMean, saveInvStd, in, weight, bias, runningMean, runningVar);
            return;
        }
        CudaBuffer variance = backend.allocate(vector, c);
        try {
            Layout kept = channels(c, inLayout.rank());
            reductions.variance(stream, vector, variance, saveMean, kept, dtype, in, inLayout, 0);
            KernelFunction kernel = table.get(dtype, STATISTICS, false);
            KernelArguments a = kernel.arguments()
                    .beginStruct(8)
                    .address(Operands.inputVector(stream, vector, saveMean, c))
                    .address(variance.input(stream))
                    .address(Operands.outputVector(stream, vector, saveInvStd, c))
                    .address(Operands.outputVector(stream, vector, runningMean, c))
                    .address(Operands.outputVector(stream, vector, runningVar, c))
                    .int64(c)
                    .float64((double) inLayout.numel() / c)
                    .float64(momentum)
                    .float64(eps);
            kernel.launch(stream, kernel.blocksFor(c, BLOCK), BLOCK, 0, a.endStruct());
        } finally {
            variance.release();
        }
        normalise(stream, NORMALISE, dtype, out, outLayout, in, inLayout, weight, bias, saveMean, saveInvStd, eps);
        Reference.reachabilityFence(runningMean);
        Reference.reachabilityFence(runningVar);
    }

    void inference(
            CudaStream stream,
            DType dtype,
            Buffer out,
            Layout outLayout,
            Buffer in,
            Layout inLayout,
            @Nullable Buffer weight,
            @Nullable Buffer bias,
            Buffer mean,
            Buffer variance,
            double eps) {
        if (inLayout.numel() == 0) {
            return;
        }
        long c = inLayout.size(1);
        DType vector = Operands.computed(dtype);
        boolean done = library.inference(
                stream,
                dtype,
                Operands.output(stream, dtype, out, outLayout),
                outLayout,
                Operands.input(stream, dtype, in, inLayout),
                inLayout,
                Operands.inputVector(stream, vector, weight, c),
                Operands.inputVector(stream, vector, bias, c),
                Operands.inputVector(stream, vector, mean, c),
                Operands.inputVector(stream, vector, variance, c),
                eps);
        if (!done) {
            normalise(stream, INFERENCE, dtype, out, outLayout, in, inLayout, weight, bias, mean, variance, eps);
        }
        fence(out, in, weight, bias, mean, variance);
    }

    private static void fence(@Nullable Buffer... buffers) {
        Reference.reachabilityFence(buffers);
    }

    private void normalise(
            CudaStream stream,
            int name,
            DType dtype,
            Buffer out,
            Layout outLayout,
            Buffer in,
            Layout inLayout,
            @Nullable Buffer weight,
            @Nullable Buffer bias,
            Buffer mean,
            Buffer spread,
            double eps) {
        long c = inLayout.size(1);
        DType vector = Operands.computed(dtype);
        long to = Operands.output(stream, dtype, out, outLayout);
        long x = Operands.input(stream, dtype, in, inLayout);
        long m = Operands.inputVector(stream, vector, mean, c);
        long s = Operands.inputVector(stream, vector, spread, c);
        long w = Operands.inputVector(stream, vector, weight, c);
        long b = Operands.inputVector(stream, vector, bias, c);
        Layout channel = broadcast(inLayout);
        int width = dtype.byteSize();
        int wide = vector.byteSize();
        MapShape shape = MapShape.of(
                width,
                new Layout[] {outLayout, inLayout, channel, channel, channel, channel},
                new long[] {to, x, m, s, w, b},
                new int[] {width, width, wide, wide, wide, wide});
        KernelFunction kernel = table.get(dtype, name + (shape.packs ? 0 : 1), shape.isWide());
        KernelArguments a = kernel.arguments()
                .beginStruct(8)
                .address(to)
                .address(x)
                .address(m)
                .address(s)
                .address(w)
                .address(b)
                .float64(eps);
        shape.write(a, 6);
        ElementwiseCuda.launch(kernel, stream, shape, a.endStruct());
        Reference.reachabilityFence(out);
        Reference.reachabilityFence(in);
        Reference.reachabilityFence(weight);
        Reference.reachabilityFence(bias);
        Reference.reachabilityFence(mean);
        Reference.reachabilityFence(spread);
    }

    void backward(
            CudaStream stream,
            DType dtype,
            @Nullable Buffer gradInput,
            @Nullable Layout gradInputLayout,
            @Nullable Buffer gradWeight,
            @Nullable Buffer gradBias,
            Buffer gradOutput,
            Layout gradOutputLayout,
            Buffer in,
            Layout inLayout,
            @Nullable Buffer weight,
            Buffer mean,
            Buffer invStd,
            boolean training) {
        long c = inLayout.size(1);
        if (inLayout.numel() == 0) {
            return;
        }
        DType vector = Operands.computed(dtype);
        Operands.inputVector(stream, vector, invStd, c);
        boolean wanted = training && gradInput != null && gradInputLayout != null;
        if (wanted
                && library.backward(
                        stream,
                        dtype,
                        Operands.output(stream, dtype, gradInput, gradInputLayout),
                        gradInputLayout,
                        Operands.outputVector(stream, vector, gradWeight, c),
                        Operands.outputVector(stream, vector, gradBias, c),
                        Operands.input(stream, dtype, gradOutput, gradOutputLayout),
                        gradOutputLayout,
                        Operands.input(stream, dtype, in, inLayout),
                        inLayout,
                        Operands.inputVector(stream, vector, weight, c),
                        Operands.inputVector(stream, vector, mean, c),
                        (CudaBuffer) invStd)) {
            fence(gradInput, gradWeight, gradBias, gradOutput, in, weight, mean, invStd);
            return;
        }
        // Sum, product, and the three coefficients, one behind the other.
        CudaBuffer scratch = backend.allocate(vector, 5 * c);
        long step = c * vector.byteSize();
        try {
            long at = scratch.output(stream);
            boolean sums = training || gradWeight != null || gradBias != null;
            if (sums) {
                sums(stream, dtype, gradOutput, gradOutputLayout, in, inLayout, mean, at, at + step);
            }
            KernelFunction kernel = table.get(dtype, COEFFICIENTS, false);
            KernelArguments a = kernel.arguments()
                    .beginStruct(8)
                    .address(sums ? at : 0)
                    .address(sums ? at + step : 0)
                    .address(Operands.inputVector(stream, vector, invStd, c))
                    .address(Operands.inputVector(stream, vector, weight, c))
                    .address(gradInput == null ? 0 : at + 2 * step)
                    .address(at + 3 * step)
                    .address(at + 4 * step)
                    .address(Operands.outputVector(stream, vector, gradWeight, c))
                    .address(Operands.outputVector(stream, vector, gradBias, c))
                    .int64(c)
                    .float64((double) inLayout.numel() / c)
                    .int64(training ? 1 : 0);
            kernel.launch(stream, kernel.blocksFor(c, BLOCK), BLOCK, 0, a.endStruct());
            if (gradInput != null && gradInputLayout != null) {
                combine(
                        stream,
                        dtype,
                        gradInput,
                        gradInputLayout,
                        gradOutput,
                        gradOutputLayout,
                        in,
                        inLayout,
                        mean,
                        at + 2 * step,
                        step);
            }
        } finally {
            scratch.release();
        }
        Reference.reachabilityFence(gradWeight);
        Reference.reachabilityFence(gradBias);
        Reference.reachabilityFence(weight);
        Reference.reachabilityFence(invStd);
    }

    private void sums(
            CudaStream stream,
            DType dtype,
            Buffer gradOutput,
            Layout gradOutputLayout,
            Buffer in,
            Layout inLayout,
            Buffer mean,
            long sum,
            long product) {
        long c = inLayout.size(1);
        boolean[] reduced = new boolean[inLayout.rank()];
        Arrays.fill(reduced, true);
        reduced[1] = false;
        Layout[] kept = {
            ReduceGrid.part(inLayout, reduced, false),
            ReduceGrid.part(gradOutputLayout, reduced, false),
            Layout.contiguous(c)
        };
        Layout[] elements = {ReduceGrid.part(inLayout, reduced, true), ReduceGrid.part(gradOutputLayout, reduced, true)
        };
        ReduceGrid grid = ReduceGrid.of(backend, kept, elements);
        long x = Operands.input(stream, dtype, in, inLayout);
        long g = Operands.input(stream, dtype, gradOutput, gradOutputLayout);
        long m = Operands.inputVector(stream, Operands.computed(dtype), mean, c);
        boolean wide = grid.isWide();
        grid.launch(
                backend,
                stream,
                table.get(dtype, SUMS, wide),
                table.get(dtype, SUMS + 1, wide),
                3,
                2,
                a -> a.address(x).address(g).address(m).address(sum).address(product));
    }

    private void combine(
            CudaStream stream,
            DType dtype,
            Buffer gradInput,
            Layout gradInputLayout,
            Buffer gradOutput,
            Layout gradOutputLayout,
            Buffer in,
            Layout inLayout,
            Buffer mean,
            long coefficients,
            long step) {
        DType vector = Operands.computed(dtype);
        long to = Operands.output(stream, dtype, gradInput, gradInputLayout);
        long g = Operands.input(stream, dtype, gradOutput, gradOutputLayout);
        long x = Operands.input(stream, dtype, in, inLayout);
        long m = Operands.inputVector(stream, vector, mean, inLayout.size(1));
        Layout channel = broadcast(inLayout);
        int width = dtype.byteSize();
        int wide = vector.byteSize();
        MapShape shape = MapShape.of(
                width,
                new Layout[] {gradInputLayout, gradOutputLayout, inLayout, channel, channel, channel, channel},
                new long[] {to, g, x, coefficients, coefficients + step, coefficients + 2 * step, m},
                new int[] {width, width, width, wide, wide, wide, wide});
        KernelFunction kernel = table.get(dtype, COMBINE + (shape.packs ? 0 : 1), shape.isWide());
        KernelArguments a = kernel.arguments()
                .beginStruct(8)
                .address(to)
                .address(g)
                .address(x)
                .address(coefficients)
                .address(coefficients + step)
                .address(coefficients + 2 * step)
                .address(m);
        shape.write(a, 7);
        ElementwiseCuda.launch(kernel, stream, shape, a.endStruct());
        Reference.reachabilityFence(gradInput);
        Reference.reachabilityFence(gradOutput);
        Reference.reachabilityFence(in);
        Reference.reachabilityFence(mean);
    }
}
