package dev.jgrad.cpu.loops;

import dev.jgrad.cpu.scalar.ScalarLoops;
import dev.jgrad.cpu.vector.VectorLoops;
import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.DTypeException;
import dev.jgrad.spi.BinaryKind;
import dev.jgrad.spi.TernaryKind;
import dev.jgrad.spi.UnaryKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The loops in use, each defined when it is first asked for. By default those of the Vector API where its module is
 * present and the processor has vectors worth it; the system property {@code jgrad.cpu.loops} ({@code scalar} or {@code
 * vector}) decides otherwise. The look-up follows Lucene's {@code VectorizationProvider}.
 */
public final class Loops {
    private final LoopProvider provider;
    private final FloatOptimizerLoop floatOptimizer;
    private final DoubleOptimizerLoop doubleOptimizer;
    private final @Nullable FloatUnaryLoop[] floatUnary = new @Nullable FloatUnaryLoop[UnaryKind.values().length];
    private final @Nullable FloatBinaryLoop[] floatBinary = new @Nullable FloatBinaryLoop[BinaryKind.values().length];
    private final @Nullable FloatTernaryLoop[] floatTernary =
            new @Nullable FloatTernaryLoop[TernaryKind.values().length];
    private final @Nullable DoubleUnaryLoop[] doubleUnary = new @Nullable DoubleUnaryLoop[UnaryKind.values().length];
    private final @Nullable DoubleBinaryLoop[] doubleBinary =
            new @Nullable DoubleBinaryLoop[BinaryKind.values().length];
    private final @Nullable DoubleTernaryLoop[] doubleTernary =
            new @Nullable DoubleTernaryLoop[TernaryKind.values().length];
    private final @Nullable LongUnaryLoop[] longUnary = new @Nullable LongUnaryLoop[UnaryKind.values().length];
    private final @Nullable LongBinaryLoop[] longBinary = new @Nullable LongBinaryLoop[BinaryKind.values().length];
    private final @Nullable LongTernaryLoop[] longTernary = new @Nullable LongTernaryLoop[TernaryKind.values().length];

    private Loops(LoopProvider provider) {
        this.provider = provider;
        this.floatOptimizer = provider.floatOptimizer();
        this.doubleOptimizer = provider.doubleOptimizer();
    }

    private static final class Standard {
        static final Loops LOOPS = chosen();
    }

    /** The loops this process uses. */
    public static Loops standard() {
        return Standard.LOOPS;
    }

    /** The reference. */
    public static Loops scalar() {
        return new Loops(new ScalarLoops());
    }

    /** The loops of the Vector API, whose module must be present. */
    public static Loops vector() {
        return new Loops(new VectorLoops(hasVectorMath()));
    }

    private static Loops chosen() {
        String given = System.getProperty("jgrad.cpu.loops", "auto");
        return switch (given) {
            case "scalar" -> scalar();
            case "vector" -> vector();
            case "auto" -> hasVectors() ? vector() : scalar();
            default ->
                throw new ArgumentException(
                        "system property jgrad.cpu.loops is '" + given + "', but should be scalar, vector or auto");
        };
    }

    private static boolean hasVectors() {
        if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
            System.getLogger("dev.jgrad.cpu")
                    .log(
                            System.Logger.Level.INFO,
                            "The module jdk.incubator.vector is not present, so loops run on"
                                    + " scalars; start Java with --add-modules jdk.incubator.vector.");
            return false;
        }
        return VectorLoops.worthIt();
    }

    /** The JDK's library of vector math, without which {@code lanewise} works lane by lane through slow code. */
    private static boolean hasVectorMath() {
        Path home = Path.of(System.getProperty("java.home"));
        return Stream.of("lib", "bin")
                .flatMap(dir -> Stream.of("jsvml", "sleef")
                        .flatMap(name -> Stream.of(home.resolve(dir).resolve(System.mapLibraryName(name)))))
                .anyMatch(Files::exists);
    }

    /** The loop of a kind; defining it twice at the same time does no harm. */
    public FloatUnaryLoop floatUnary(UnaryKind kind) {
        FloatUnaryLoop loop = floatUnary[kind.ordinal()];
        if (loop == null) {
            loop = provider.floatUnary(kind);
            if (loop == null) {
                throw missing(kind, "Float");
            }
            floatUnary[kind.ordinal()] = loop;
        }
        return loop;
    }

    /** The loop of a kind; defining it twice at the same time does no harm. */
    public FloatBinaryLoop floatBinary(BinaryKind kind) {
        FloatBinaryLoop loop = floatBinary[kind.ordinal()];
        if (loop == null) {
            loop = provider.floatBinary(kind);
            if (loop == null) {
                throw missing(kind, "Float");
            }
            floatBinary[kind.ordinal()] = loop;
        }
        return loop;
    }

    /** The loop of a kind; defining it twice at the same time does no harm. */
    public FloatTernaryLoop floatTernary(TernaryKind kind) {
        FloatTernaryLoop loop = floatTernary[kind.ordinal()];
        if (loop == null) {
            loop = provider.floatTernary(kind);
            floatTernary[kind.ordinal()] = loop;
        }
        return loop;
    }

    /** The loop of a kind; defining it twice at the same time does no harm. */
    public DoubleUnaryLoop doubleUnary(UnaryKind kind) {
        DoubleUnaryLoop loop = doubleUnary[kind.ordinal()];
        if (loop == null) {
            loop = provider.doubleUnary(kind);
            if (loop == null) {
                throw missing(kind, "Double");
            }
            doubleUnary[kind.ordinal()] = loop;
        }
        return loop;
    }

    /** The loop of a kind; defining it twice at the same time does no harm. */
    public DoubleBinaryLoop doubleBinary(BinaryKind kind) {
        DoubleBinaryLoop loop = doubleBinary[kind.ordinal()];
        if (loop == null) {
            loop = provider.doubleBinary(kind);
            if (loop == null) {
                throw missing(kind, "Double");
            }
            doubleBinary[kind.ordinal()] = loop;
        }
        return loop;
    }

    /** The loop of a kind; defining it twice at the same time does no harm. */
    public DoubleTernaryLoop doubleTernary(TernaryKind kind) {
        DoubleTernaryLoop loop = doubleTernary[kind.ordinal()];
        if (loop == null) {
            loop = provider.doubleTernary(kind);
            doubleTernary[kind.ordinal()] = loop;
        }
        return loop;
    }

    /** The loop of a kind; defining it twice at the same time does no harm. */
    public LongUnaryLoop longUnary(UnaryKind kind) {
        LongUnaryLoop loop = longUnary[kind.ordinal()];
        if (loop == null) {
            loop = provider.longUnary(kind);
            if (loop == null) {
                throw missing(kind, "Long");
            }
            longUnary[kind.ordinal()] = loop;
        }
        return loop;
    }

    /** The loop of a kind; defining it twice at the same time does no harm. */
    public LongBinaryLoop longBinary(BinaryKind kind) {
        LongBinaryLoop loop = longBinary[kind.ordinal()];
        if (loop == null) {
            loop = provider.longBinary(kind);
            if (loop == null) {
                throw missing(kind, "Long");
            }
            longBinary[kind.ordinal()] = loop;
        }
        return loop;
    }

    /** The loop of a kind; defining it twice at the same time does no harm. */
    public LongTernaryLoop longTernary(TernaryKind kind) {
        LongTernaryLoop loop = longTernary[kind.ordinal()];
        if (loop == null) {
            loop = provider.longTernary(kind);
            longTernary[kind.ordinal()] = loop;
        }
        return loop;
    }

    /** What fused loops in floats, or in doubles, are made of. */
    public FusedOperations fused(boolean doubles) {
        return provider.fused(doubles);
    }

    /** Optimizer steps in floats. */
    public FloatOptimizerLoop floatOptimizer() {
        return floatOptimizer;
    }

    /** Optimizer steps in doubles. */
    public DoubleOptimizerLoop doubleOptimizer() {
        return doubleOptimizer;
    }

    private static DTypeException missing(Enum<?> kind, String type) {
        return new DTypeException(
                "\"" + kind.name().toLowerCase(Locale.ROOT) + "\" not implemented for '" + type + "'");
    }
}
