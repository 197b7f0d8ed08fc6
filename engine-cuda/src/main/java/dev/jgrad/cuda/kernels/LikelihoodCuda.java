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

/** Negative log-likelihood: {@code likelihood.cu}. */
final class LikelihoodCuda {
    private static final int BLOCK = 256;
    private static final int EACH = 0;
    private static final int REDUCED = 1;
    private static final int GRADIENT = 2;

    private final UnitTable table;

    LikelihoodCuda(CudaBackend backend) {
        table = new UnitTable(backend.kernels(), "likelihood.cu", "IN", "each", "reduced", "gradient");
    }

    void forward(
            CudaStream stream,
            DType dtype,
            Buffer out,
            Layout outLayout,
            @Nullable Buffer total,
            boolean mean,
            Buffer in,
            Layout inLayout,
            Buffer target,
            Layout targetLayout,
            @Nullable Buffer weight,
            @Nullable Layout weightLayout,
            long ignored) {
        Layout first = withoutClasses(inLayout);
        WalkPlan walk = total == null ? WalkPlan.of(targetLayout, first, outLayout) : WalkPlan.of(targetLayout, first);
        run(
                stream,
                total == null ? EACH : REDUCED,
                dtype,
                Operands.input(stream, dtype, in, inLayout),
                Operands.output(stream, dtype, out, outLayout),
                total == null ? 0 : Operands.outputVector(stream, dtype, total, 1),
                Operands.input(stream, DType.INT64, target, targetLayout),
                weight,
                weightLayout,
                inLayout,
                ignored,
                mean,
                walk);
        Reference.reachabilityFence(out);
        Reference.reachabilityFence(total);
        Reference.reachabilityFence(in);
        Reference.reachabilityFence(target);
    }

    void backward(
            CudaStream stream,
            DType dtype,
            Buffer gradInput,
            Layout gradInputLayout,
            Buffer gradOutput,
            Layout gradOutputLayout,
            @Nullable Buffer total,
            Buffer target,
            Layout targetLayout,
            @Nullable Buffer weight,
            @Nullable Layout weightLayout,
            long ignored) {
        long classes = gradInputLayout.size(1);
        long[] number = new long[gradInputLayout.rank()];
        number[1] = 1;
        WalkPlan walk = WalkPlan.of(
                gradInputLayout,
                forEachClass(targetLayout, classes),
                forEachClass(gradOutputLayout, classes),
                Layout.strided(gradInputLayout.sizes(), number, 0));
        run(
                stream,
                GRADIENT,
                dtype,
                Operands.output(stream, dtype, gradInput, gradInputLayout),
                Operands.input(stream, dtype, gradOutput, gradOutputLayout),
                Operands.inputVector(stream, dtype, total, 1),
                Operands.input(stream, DType.INT64, target, targetLayout),
                weight,
                weightLayout,
                gradInputLayout,
                ignored,
                total != null,
                walk);
        Reference.reachabilityFence(gradInput);
        Reference.reachabilityFence(gradOutput);
        Reference.reachabilityFence(total);
        Reference.reachabilityFence(target);
    }

    private void run(
            CudaStream stream,
            int name,
            DType dtype,
            long input,
            long out,
            long total,
            long target,
            @Nullable Buffer weight,
            @Nullable Layout weightLayout,
            Layout inputLayout,
            long ignored,
            boolean mean,
            WalkPlan walk) {
        boolean weighted = weight != null && weightLayout != null;
        KernelFunction kernel = table.get(dtype, name, walk.isWide());
        KernelArguments a = kernel.arguments()
                .beginStruct(8)
                .address(input)
                .address(out)
                .address(total)
                .address(target)
                .address(weighted ? Operands.input(stream, dtype, weight, weightLayout) : 0)
                .int64(weighted ? weightLayout.stride(0) : 0)
                .int64(walk.count)
                .int64(inputLayout.size(1))
                .int64(inputLayout.stride(1))
                .int64(ignored)
                .int64(mean ? 1 : 0)
                .address(stream.failure().address());
        walk.write(a, 4);
        int blocks = name == REDUCED ? 1 : kernel.blocksFor(walk.count, BLOCK);
        kernel.launch(stream, blocks, BLOCK, 0, a.endStruct());
        Reference.reachabilityFence(weight);
    }

    private static Layout withoutClasses(Layout l) {
        return Layout.strided(without(l.sizes()), without(l.strides()), 0);
    }

    private static long[] without(long[] all) {
        long[] rest = new long[all.length - 1];
        rest[0] = all[0];
        System.arraycopy(all, 2, rest, 1, all.length - 2);
        return rest;
    }

    /** The same element for every class. */
    private static Layout forEachClass(Layout l, long classes) {
        return Layout.strided(with(l.sizes(), classes), with(l.strides(), 0), 0);
    }

    private static long[] with(long[] all, long second) {
        long[] more = new long[all.length + 1];
        more[0] = all[0];
        more[1] = second;
        System.arraycopy(all, 1, more, 2, all.length - 1);
        return more;
    }
}
