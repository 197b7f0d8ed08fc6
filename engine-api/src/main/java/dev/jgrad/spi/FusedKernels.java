package dev.jgrad.spi;

import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;

/** Kernels that a backend makes for whole expressions; see {@link FusedProgram}. */
public interface FusedKernels {
    /**
     * What a step costs in comparison with an addition; 0 when it cannot be a step of a program. Whoever builds programs
     * keeps the sum below {@link #MOST_WEIGHT}.
     *
     * @param kind a {@link UnaryKind}, {@link BinaryKind} or {@link TernaryKind}
     * @param dtype what it is computed in
     */
    int weight(Enum<?> kind, DType dtype);

    /** The weight beyond which a program is cut: longer ones are not compiled well. */
    int MOST_WEIGHT = 48;

    /**
     * Runs a program.
     *
     * @param operands the buffers of the outputs, then of the inputs; no output is an input or another output
     * @param layouts their layouts, all of the same sizes; an input that is broadcast has strides of 0
     * @param numbers three numbers for each step: p, q and r of the kind, or the number operand and p
     */
    void run(Stream stream, FusedProgram program, Buffer[] operands, Layout[] layouts, double[] numbers);
}
