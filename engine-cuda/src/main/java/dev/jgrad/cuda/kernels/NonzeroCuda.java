package dev.jgrad.cuda.kernels;

import dev.jgrad.cuda.CudaBackend;
import dev.jgrad.cuda.CudaBuffer;
import dev.jgrad.cuda.CudaStream;
import dev.jgrad.cuda.compile.KernelArguments;
import dev.jgrad.cuda.compile.KernelFunction;
import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import dev.jgrad.spi.Buffer;
import java.lang.ref.Reference;

/** Index tuples of elements that are not zero: {@code nonzero.cu}. */
final class NonzeroCuda {
    /** As in {@code nonzero.cu}. */
    private static final long CHUNK = 1024;

    private static final int BLOCK = 256;

    private final CudaBackend backend;
    private final UnitTable table;

    NonzeroCuda(CudaBackend backend) {
        this.backend = backend;
        table = new UnitTable(backend.kernels(), "nonzero.cu", "IN", "count_chunks", "sum_chunks", "write_tuples");
    }

    void find(CudaStream stream, DType dtype, Buffer out, Layout outLayout, Buffer in, Layout inLayout) {
        if (inLayout.rank() == 0 || outLayout.numel() == 0) {
            return;
        }
        if (inLayout.rank() > WalkPlan.MAX_RANK) {
            throw new ArgumentException("nonzero of a tensor with " + inLayout.rank() + " dimensions: cuda has at most "
                    + WalkPlan.MAX_RANK);
        }
        WalkPlan walk = WalkPlan.rowMajor(inLayout);
        long chunks = (walk.count + CHUNK - 1) / CHUNK;
        CudaBuffer before = backend.allocate(DType.INT64, chunks);
        try {
            for (int step = 0; step < 3; step++) {
                KernelFunction kernel = table.get(dtype, step, walk.isWide());
                KernelArguments a = kernel.arguments()
                        .beginStruct(8)
                        .address(Operands.input(stream, dtype, in, inLayout))
                        .address(Operands.output(stream, DType.INT64, out, outLayout))
                        .address(before.output(stream))
                        .int64(walk.count)
                        .int64(chunks)
                        .int64(outLayout.stride(0))
                        .int64(outLayout.stride(1))
                        .int64(inLayout.rank());
                for (int d = 0; d < inLayout.rank(); d++) {
                    a.int64(inLayout.size(d));
                }
                a.skip(8 * (WalkPlan.MAX_RANK - inLayout.rank()));
                walk.write(a, 1);
                int grid = step == 1 ? 1 : kernel.blocksFor(chunks * BLOCK, BLOCK);
                kernel.launch(stream, grid, BLOCK, 0, a.endStruct());
            }
        } finally {
            before.release();
        }
        Reference.reachabilityFence(out);
        Reference.reachabilityFence(in);
    }
}
