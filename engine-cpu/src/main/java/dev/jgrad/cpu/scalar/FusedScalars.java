package dev.jgrad.cpu.scalar;

import dev.jgrad.cpu.loops.FusedCarrier;
import dev.jgrad.cpu.loops.FusedLoop;
import dev.jgrad.cpu.loops.FusedOperations;
import dev.jgrad.cpu.loops.FusedStage;
import dev.jgrad.cpu.loops.FusedStageWriter;
import dev.jgrad.spi.BinaryKind;
import dev.jgrad.spi.TernaryKind;
import dev.jgrad.spi.UnaryKind;
import java.lang.invoke.MethodHandles;
import org.jspecify.annotations.Nullable;

/** Fused loops of scalar operations. */
final class FusedScalars implements FusedOperations {
    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

    private final boolean doubles;

    FusedScalars(boolean doubles) {
        this.doubles = doubles;
    }

    @Override
    public FusedCarrier carrier() {
        return doubles
                ? new FusedCarrier(
                        double.class,
                        double.class,
                        1,
                        Operations.DoubleUnary.class,
                        Operations.DoubleBinary.class,
                        Operations.DoubleTernary.class)
                : new FusedCarrier(
                        float.class,
                        float.class,
                        1,
                        Operations.FloatUnary.class,
                        Operations.FloatBinary.class,
                        Operations.FloatTernary.class);
    }

    @Override
    public @Nullable Object operation(Enum<?> kind) {
        return switch (kind) {
            case UnaryKind k -> doubles ? DoubleUnaryOps.of(k) : FloatOps.unary(k);
            case BinaryKind k -> doubles ? DoubleBinaryOps.of(k) : FloatOps.binary(k);
            case TernaryKind k -> doubles ? TernaryOps.doubles(k) : TernaryOps.floats(k);
            default -> null;
        };
    }

    @Override
    public FusedLoop define(FusedStage stage) {
        return FusedStageWriter.define(LOOKUP, carrier(), stage);
    }
}
