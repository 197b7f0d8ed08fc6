package dev.jgrad.cpu.scalar;

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
import dev.jgrad.spi.BinaryKind;
import dev.jgrad.spi.TernaryKind;
import dev.jgrad.spi.UnaryKind;
import java.lang.invoke.MethodHandles;
import org.jspecify.annotations.Nullable;

/** Plain Java loops for every kind. */
public final class ScalarLoops implements LoopProvider {
    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

    /** A provider without state. */
    public ScalarLoops() {}

    private static <T> @Nullable T define(Class<? extends T> template, @Nullable Object operation, Class<T> type) {
        return operation == null ? null : Specializer.define(LOOKUP, template, operation, type);
    }

    @Override
    public @Nullable FloatUnaryLoop floatUnary(UnaryKind kind) {
        return define(FloatUnaryTemplate.class, FloatOps.unary(kind), FloatUnaryLoop.class);
    }

    @Override
    public @Nullable FloatBinaryLoop floatBinary(BinaryKind kind) {
        return define(FloatBinaryTemplate.class, FloatOps.binary(kind), FloatBinaryLoop.class);
    }

    @Override
    public FloatTernaryLoop floatTernary(TernaryKind kind) {
        return Specializer.define(LOOKUP, FloatTernaryTemplate.class, TernaryOps.floats(kind), FloatTernaryLoop.class);
    }

    @Override
    public @Nullable DoubleUnaryLoop doubleUnary(UnaryKind kind) {
        return define(DoubleUnaryTemplate.class, DoubleUnaryOps.of(kind), DoubleUnaryLoop.class);
    }

    @Override
    public @Nullable DoubleBinaryLoop doubleBinary(BinaryKind kind) {
        return define(DoubleBinaryTemplate.class, DoubleBinaryOps.of(kind), DoubleBinaryLoop.class);
    }

    @Override
    public DoubleTernaryLoop doubleTernary(TernaryKind kind) {
        return Specializer.define(
                LOOKUP, DoubleTernaryTemplate.class, TernaryOps.doubles(kind), DoubleTernaryLoop.class);
    }

    @Override
    public FusedOperations fused(boolean doubles) {
        return new FusedScalars(doubles);
    }

    @Override
    public FloatOptimizerLoop floatOptimizer() {
        return new FloatOptimizerScalars();
    }

    @Override
    public DoubleOptimizerLoop doubleOptimizer() {
        return new DoubleOptimizerScalars();
    }

    @Override
    public @Nullable LongUnaryLoop longUnary(UnaryKind kind) {
        return define(LongUnaryTemplate.class, LongOps.unary(kind), LongUnaryLoop.class);
    }

    @Override
    public @Nullable LongBinaryLoop longBinary(BinaryKind kind) {
        return define(LongBinaryTemplate.class, LongOps.binary(kind), LongBinaryLoop.class);
    }

    @Override
    public LongTernaryLoop longTernary(TernaryKind kind) {
        return Specializer.define(LOOKUP, LongTernaryTemplate.class, TernaryOps.longs(kind), LongTernaryLoop.class);
    }
}
