package dev.jgrad.cpu.loops;

import dev.jgrad.spi.BinaryKind;
import dev.jgrad.spi.TernaryKind;
import dev.jgrad.spi.UnaryKind;
import org.jspecify.annotations.Nullable;

/**
 * Makes the loop of a kind: by the Vector API or by scalars. Null means that the kind does not exist for the type.
 * Comparisons and predicates give 0 or 1 in the type of their inputs.
 */
public interface LoopProvider {
    /** For float32 and what is computed in it. */
    @Nullable
    FloatUnaryLoop floatUnary(UnaryKind kind);

    /** For float32 and what is computed in it. */
    @Nullable
    FloatBinaryLoop floatBinary(BinaryKind kind);

    /** For float32 and what is computed in it. */
    FloatTernaryLoop floatTernary(TernaryKind kind);

    /** For float64. */
    @Nullable
    DoubleUnaryLoop doubleUnary(UnaryKind kind);

    /** For float64. */
    @Nullable
    DoubleBinaryLoop doubleBinary(BinaryKind kind);

    /** For float64. */
    DoubleTernaryLoop doubleTernary(TernaryKind kind);

    /** Optimizer steps in floats. */
    FloatOptimizerLoop floatOptimizer();

    /** Optimizer steps in doubles. */
    DoubleOptimizerLoop doubleOptimizer();

    /** What fused loops in floats, or in doubles, are made of. */
    FusedOperations fused(boolean doubles);

    /** For integers. */
    @Nullable
    LongUnaryLoop longUnary(UnaryKind kind);

    /** For integers. */
    @Nullable
    LongBinaryLoop longBinary(BinaryKind kind);

    /** For integers. */
    LongTernaryLoop longTernary(TernaryKind kind);
}
