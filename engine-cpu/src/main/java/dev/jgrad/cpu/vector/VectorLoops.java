package dev.jgrad.cpu.vector;

import dev.jgrad.cpu.loops.DoubleBinaryLoop;
import dev.jgrad.cpu.loops.DoubleOptimizerLoop;
import dev.jgrad.cpu.loops.DoubleTernaryLoop;
import dev.jgrad.cpu.loops.DoubleUnaryLoop;
import dev.jgrad.cpu.loops.FloatBinaryLoop;
import dev.jgrad.cpu.loops.FloatOptimizerLoop;
import dev.jgrad.cpu.loops.FloatTernaryLoop;
import dev.jgrad.cpu.loops.FloatUnaryLoop;
import dev.jgrad.cpu.loops.FusedOperations;
import dev.jgrad.cpu.loops.LongBinaryLoop;
import dev.jgrad.cpu.loops.LongTernaryLoop;
import dev.jgrad.cpu.loops.LongUnaryLoop;
import dev.jgrad.cpu.loops.LoopProvider;
import dev.jgrad.cpu.loops.Specializer;
import dev.jgrad.cpu.scalar.DoubleBinaryOps;
import dev.jgrad.cpu.scalar.DoubleUnaryOps;
import dev.jgrad.cpu.scalar.FloatOps;
import dev.jgrad.cpu.scalar.Operations;
import dev.jgrad.cpu.scalar.ScalarLoops;
import dev.jgrad.spi.BinaryKind;
import dev.jgrad.spi.TernaryKind;
import dev.jgrad.spi.UnaryKind;
import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;
import org.jspecify.annotations.Nullable;

/** Vector loops for the kinds that have a vector form, scalar loops for the rest. */
public final class VectorLoops implements LoopProvider {
    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

    private final LoopProvider scalar = new ScalarLoops();
    private final boolean mathLibrary;

    /**
     * A provider.
     *
     * @param mathLibrary whether this JDK brings vector math; without it {@code lanewise} functions are slower than scalars
     */
    public VectorLoops(boolean mathLibrary) {
        this.mathLibrary = mathLibrary;
    }

    /** False where vectors are so short, or fused multiply-add so slow, that the scalar loops are as good. */
    public static boolean worthIt() {
        int bits = FloatVector.SPECIES_PREFERRED.vectorBitSize();
        return bits >= 256 || (bits == 128 && System.getProperty("os.arch").equals("aarch64"));
    }

    @Override
    public @Nullable FloatUnaryLoop floatUnary(UnaryKind kind) {
        FloatVectorUnary.Lanes exact = FloatUnaryLanes.exact(kind);
        FloatVectorUnary.Lanes lanes = exact != null ? exact : mathLibrary ? FloatUnaryLanes.approximate(kind) : null;
        Operations.FloatUnary single = FloatOps.unary(kind);
        if (lanes == null || single == null) {
            return scalar.floatUnary(kind);
        }
        FloatVectorUnary operation = new FloatVectorUnary(single, lanes, exact != null);
        return Specializer.define(LOOKUP, FloatUnaryVectors.class, operation, FloatUnaryLoop.class);
    }

    @Override
    public @Nullable FloatBinaryLoop floatBinary(BinaryKind kind) {
        FloatVectorBinary.Lanes exact = FloatBinaryLanes.exact(kind);
        FloatVectorBinary.Lanes lanes = exact != null ? exact : mathLibrary ? FloatBinaryLanes.approximate(kind) : null;
        Operations.FloatBinary single = FloatOps.binary(kind);
        if (lanes == null || single == null) {
            return scalar.floatBinary(kind);
        }
        FloatVectorBinary operation = new FloatVectorBinary(single, lanes, exact != null);
        return Specializer.define(LOOKUP, FloatBinaryVectors.class, operation, FloatBinaryLoop.class);
    }

    @Override
    public FloatTernaryLoop floatTernary(TernaryKind kind) {
        return scalar.floatTernary(kind);
    }

    @Override
    public @Nullable DoubleUnaryLoop doubleUnary(UnaryKind kind) {
        DoubleVectorUnary.Lanes exact = DoubleUnaryLanes.exact(kind);
        DoubleVectorUnary.Lanes lanes = exact != null ? exact : mathLibrary ? DoubleUnaryLanes.approximate(kind) : null;
        Operations.DoubleUnary single = DoubleUnaryOps.of(kind);
        if (lanes == null || single == null) {
            return scalar.doubleUnary(kind);
        }
        DoubleVectorUnary operation = new DoubleVectorUnary(single, lanes, exact != null);
        return Specializer.define(LOOKUP, DoubleUnaryVectors.class, operation, DoubleUnaryLoop.class);
    }

    @Override
    public @Nullable DoubleBinaryLoop doubleBinary(BinaryKind kind) {
        DoubleVectorBinary.Lanes exact = DoubleBinaryLanes.exact(kind);
        DoubleVectorBinary.Lanes lanes =
                exact != null ? exact : mathLibrary ? DoubleBinaryLanes.approximate(kind) : null;
        Operations.DoubleBinary single = DoubleBinaryOps.of(kind);
        if (lanes == null || single == null) {
            return scalar.doubleBinary(kind);
        }
        DoubleVectorBinary operation = new DoubleVectorBinary(single, lanes, exact != null);
        return Specializer.define(LOOKUP, DoubleBinaryVectors.class, operation, DoubleBinaryLoop.class);
    }

    @Override
    public DoubleTernaryLoop doubleTernary(TernaryKind kind) {
        return scalar.doubleTernary(kind);
    }

    @Override
    public FloatOptimizerLoop floatOptimizer() {
        return new FloatOptimizerVectors();
    }

    @Override
    public DoubleOptimizerLoop doubleOptimizer() {
        return new DoubleOptimizerVectors();
    }

    @Override
    public FusedOperations fused(boolean doubles) {
        return doubles ? FusedVectors.doubles(mathLibrary) : FusedVectors.floats(mathLibrary);
    }

    @Override
    public @Nullable LongUnaryLoop longUnary(UnaryKind kind) {
        return scalar.longUnary(kind);
    }

    @Override
    public @Nullable LongBinaryLoop longBinary(BinaryKind kind) {
        return scalar.longBinary(kind);
    }

    @Override
    public LongTernaryLoop longTernary(TernaryKind kind) {
        return scalar.longTernary(kind);
    }
}
