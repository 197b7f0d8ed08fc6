package dev.jgrad.cuda.kernels;

import dev.jgrad.cuda.CudaBackend;
import dev.jgrad.cuda.CudaStream;
import dev.jgrad.cuda.compile.KernelArguments;
import dev.jgrad.cuda.compile.KernelFunction;
import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import dev.jgrad.spi.Buffer;
import java.lang.ref.Reference;

/** Binary search: {@code search.cu}. */
final class SearchCuda {
    private static final int BLOCK = 256;

    private final UnitTable table;

    SearchCuda(CudaBackend backend) {
        table = new UnitTable(backend.kernels(), "search.cu", "IN", "search");
    }

    void search(
            CudaStream stream,
            DType dtype,
            Buffer out,
            Layout outLayout,
            Buffer boundaries,
            Layout boundariesLayout,
            Buffer values,
            Layout valuesLayout,
            boolean right) {
        if (valuesLayout.numel() == 0) {
            return;
        }
        int last = boundariesLayout.rank() - 1;
        WalkPlan walk = WalkPlan.of(valuesLayout, outLayout, sorted(valuesLayout, boundariesLayout));
        KernelFunction kernel = table.get(dtype, 0, walk.isWide());
        KernelArguments a = kernel.arguments()
                .beginStruct(8)
                .address(Operands.input(stream, dtype, boundaries, boundariesLayout))
                .address(Operands.input(stream, dtype, values, valuesLayout))
                .address(Operands.output(stream, DType.INT64, out, outLayout))
                .int64(walk.count)
                .int64(boundariesLayout.size(last))
                .int64(boundariesLayout.stride(last))
                .int64(right ? 1 : 0);
        walk.write(a, 3);
        kernel.launch(stream, kernel.blocksFor(walk.count, BLOCK), BLOCK, 0, a.endStruct());
        Reference.reachabilityFence(out);
        Reference.reachabilityFence(boundaries);
        Reference.reachabilityFence(values);
    }

    /** Where each value finds its boundaries: the same for all when these are 1-d. */
    private static Layout sorted(Layout values, Layout boundaries) {
        int rank = values.rank();
        long[] strides = new long[rank];
        if (boundaries.rank() == rank && rank > 1) {
            System.arraycopy(boundaries.strides(), 0, strides, 0, rank - 1);
        }
        return Layout.strided(values.sizes(), strides, 0);
    }
}
