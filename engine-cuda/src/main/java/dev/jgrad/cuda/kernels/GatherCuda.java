package dev.jgrad.cuda.kernels;

import dev.jgrad.cuda.CudaBackend;
import dev.jgrad.cuda.CudaStream;
import dev.jgrad.cuda.compile.KernelArguments;
import dev.jgrad.cuda.compile.KernelFunction;
import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import dev.jgrad.spi.Buffer;
import java.lang.ref.Reference;

/** Reads at indexed positions: {@code index.cu}. */
final class GatherCuda {
    private static final int BLOCK = 256;

    private final UnitTable table;

    GatherCuda(CudaBackend backend) {
        table = new UnitTable(backend.kernels(), "index.cu", "IN", "gather");
    }

    /**
     * Reads an element of {@code in} for each of {@code out}.
     *
     * @param lines where the line that is indexed starts, by element of out
     * @param along where the index is, by element of out
     */
    void gather(
            CudaStream stream,
            DType dtype,
            Buffer out,
            Layout outLayout,
            Buffer in,
            Layout inLayout,
            Layout lines,
            Buffer index,
            Layout indexLayout,
            Layout along,
            IndexRule rule) {
        DType bits = Operands.bits(dtype);
        WalkPlan walk = WalkPlan.of(outLayout, along, lines);
        boolean wide = walk.isWide() || inLayout.extent() >= 1L << 31;
        KernelFunction kernel = table.get(bits, 0, wide);
        KernelArguments a = kernel.arguments()
                .beginStruct(8)
                .address(Operands.output(stream, dtype, out, outLayout))
                .address(Operands.input(stream, DType.INT64, index, indexLayout))
                .address(Operands.input(stream, dtype, in, inLayout))
                .int64(walk.count);
        rule.write(a, stream);
        walk.write(a, 3);
        kernel.launch(stream, kernel.blocksFor(walk.count, BLOCK), BLOCK, 0, a.endStruct());
        Reference.reachabilityFence(out);
        Reference.reachabilityFence(in);
        Reference.reachabilityFence(index);
    }
}
