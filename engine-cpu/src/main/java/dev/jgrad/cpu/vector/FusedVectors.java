package dev.jgrad.cpu.vector;

import dev.jgrad.cpu.loops.FusedCarrier;
import dev.jgrad.cpu.loops.FusedLoop;
import dev.jgrad.cpu.loops.FusedOperations;
import dev.jgrad.cpu.loops.FusedStage;
import dev.jgrad.cpu.loops.FusedStageWriter;
import dev.jgrad.spi.BinaryKind;
import dev.jgrad.spi.TernaryKind;
import dev.jgrad.spi.UnaryKind;
import java.lang.invoke.MethodHandles;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import org.jspecify.annotations.Nullable;

/**
 * Fused loops of operations on vectors. Kinds without a vector form are left out: their loop stands alone, as it does
 * without fusion.
 */
final class FusedVectors implements FusedOperations {
    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();
    private static final Object NONE = new Object();

    private final FusedCarrier carrier;
    private final Function<Enum<?>, @Nullable Object> lanes;
    private final Map<Enum<?>, Object> found = new ConcurrentHashMap<>();

    private FusedVectors(FusedCarrier carrier, Function<Enum<?>, @Nullable Object> lanes) {
        this.carrier = carrier;
        this.lanes = lanes;
    }

    static FusedVectors floats(boolean mathLibrary) {
        var carrier = new FusedCarrier(
                float.class,
                FloatVector.class,
                FloatVector.SPECIES_PREFERRED.length(),
                FloatVectorUnary.Lanes.class,
                FloatVectorBinary.Lanes.class,
                FloatTernaryLanes.Lanes.class);
        return new FusedVectors(carrier, kind -> floatLanes(kind, mathLibrary));
    }

    static FusedVectors doubles(boolean mathLibrary) {
        var carrier = new FusedCarrier(
                double.class,
                DoubleVector.class,
                DoubleVector.SPECIES_PREFERRED.length(),
                DoubleVectorUnary.Lanes.class,
                DoubleVectorBinary.Lanes.class,
                DoubleTernaryLanes.Lanes.class);
        return new FusedVectors(carrier, kind -> doubleLanes(kind, mathLibrary));
    }

    private static @Nullable Object floatLanes(Enum<?> kind, boolean mathLibrary) {
        return switch (kind) {
            case UnaryKind k -> {
                Object exact = FloatUnaryLanes.exact(k);
                yield exact != null || !mathLibrary ? exact : FloatUnaryLanes.approximate(k);
            }
            case BinaryKind k -> {
                Object exact = FloatBinaryLanes.exact(k);
                yield exact != null || !mathLibrary ? exact : FloatBinaryLanes.approximate(k);
            }
            case TernaryKind k -> FloatTernaryLanes.of(k);
            default -> null;
        };
    }

    private static @Nullable Object doubleLanes(Enum<?> kind, boolean mathLibrary) {
        return switch (kind) {
            case UnaryKind k -> {
                Object exact = DoubleUnaryLanes.exact(k);
                yield exact != null || !mathLibrary ? exact : DoubleUnaryLanes.approximate(k);
            }
            case BinaryKind k -> {
                Object exact = DoubleBinaryLanes.exact(k);
                yield exact != null || !mathLibrary ? exact : DoubleBinaryLanes.approximate(k);
            }
            case TernaryKind k -> DoubleTernaryLanes.of(k);
            default -> null;
        };
    }

    @Override
    public FusedCarrier carrier() {
        return carrier;
    }

    @Override
    public @Nullable Object operation(Enum<?> kind) {
        Object known = found.computeIfAbsent(kind, k -> {
            Object operation = lanes.apply(k);
            return operation == null ? NONE : operation;
        });
        return known == NONE ? null : known;
    }

    @Override
    public FusedLoop define(FusedStage stage) {
        return FusedStageWriter.define(LOOKUP, carrier, stage);
    }
}
