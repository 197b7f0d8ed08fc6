package dev.jgrad.it.fuzz;

import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import dev.jgrad.spi.Buffer;
import dev.jgrad.spi.ReduceKind;
import dev.jgrad.spi.Stream;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A call of a kernel that rounds.
 *
 * @param arguments those of the call, inputs replaced
 * @param sums whether it adds many terms, so that its error is that of its inputs
 */
record KernelCall(Method method, @Nullable Object[] arguments, boolean sums) {
    private static final Set<String> ELEMENTWISE = Set.of("unary", "binary", "binaryScalar", "ternary");
    private static final Set<String> SUMS = words("""
            reduce varMean scan scatter indexScatter indexPut gemm forward inputGradient weightGradient
            averageForward averageBackward adaptiveAverageForward adaptiveAverageBackward maxBackward
            maxBackwardByTaps batchNormTraining batchNormInference batchNormBackward layerNormForward
            layerNormBackward softmaxForward softmaxBackward
            """);

    /** Kinds that only choose, or that IEEE 754 rounds the same everywhere. */
    private static final Set<String> EXACT = words("""
            NEG ABS SIGN SQRT RECIPROCAL SQUARE FLOOR CEIL ROUND TRUNC FRAC RELU CLAMP THRESHOLD HARDSHRINK
            NAN_TO_NUM ADD SUB MUL DIV MAXIMUM MINIMUM FMAX FMIN COPYSIGN NEXTAFTER HEAVISIDE THRESHOLD_GRAD
            HARDTANH_GRAD CLAMP_GRAD WHERE MAX MIN EQ NE LT LE GT GE LOGICAL_NOT LOGICAL_AND LOGICAL_OR
            LOGICAL_XOR IS_NAN IS_INF IS_FINITE IS_POSINF IS_NEGINF SIGNBIT ANY ALL COUNT_NONZERO CUMMAX CUMMIN
            SET
            """);

    /** Kinds that add what may cancel, with products whose rounding is left over then. */
    private static final Set<String> SMALL_SUMS = words("ADD_SCALED ADDCMUL ADDCDIV LERP");

    /** Kinds that are logarithms of sums: near 0 off by what the sum near 1 is. */
    private static final Set<String> LOGARITHMS = words("LOGSUMEXP LOGADDEXP LOGADDEXP2 LOGCUMSUMEXP");

    /** Kinds that add 1 to what may be -1. */
    private static final Set<String> ADD_ONE = words("GELU GELU_TANH");

    private static final Set<String> EXACT_SCATTERS = Set.of("SET", "MAX", "MIN");

    private static final Set<String> OUTPUTS = Set.of(
            "out",
            "gradInput",
            "gradWeight",
            "gradBias",
            "saveMean",
            "saveInvStd",
            "runningMean",
            "runningVar",
            "self");

    private static Set<String> words(String all) {
        return Set.of(all.strip().split("\\s+"));
    }

    /** An argument that holds floating-point elements. */
    record Data(
            int at, DType dtype, Buffer buffer, @Nullable Layout layout) {}

    /** The call, if it is of a kernel that rounds. */
    static @Nullable KernelCall of(Method m, @Nullable Object @Nullable [] args) {
        boolean sums = SUMS.contains(m.getName());
        if (args == null || !sums && !ELEMENTWISE.contains(m.getName())) {
            return null;
        }
        boolean scatters = m.getName().contains("catter") || m.getName().equals("indexPut");
        boolean floats = false;
        for (Object a : args) {
            if (a instanceof DType d) {
                floats |= d.isFloatingPoint();
            } else if (a instanceof Enum<?> kind && (scatters ? EXACT_SCATTERS : EXACT).contains(kind.name())) {
                return null;
            }
        }
        return floats ? new KernelCall(m, args.clone(), sums) : null;
    }

    /** Whether its terms are products of two of its inputs. */
    boolean multiplies() {
        return method.getName().matches("gemm|forward|inputGradient|weightGradient");
    }

    /** Whether its terms are products of two inputs that it is given once. */
    boolean squares() {
        return method.getName().matches("varMean|layerNorm.*|batchNorm.*")
                || Arrays.stream(arguments).anyMatch(a -> a == ReduceKind.NORM2);
    }

    /** Whether it adds some numbers at each place. */
    boolean addsFew() {
        return isOneOf(SMALL_SUMS);
    }

    /** Whether results are off by units in the last place of 1, however small they are. */
    boolean isOffByUnitsOfOne() {
        return isOneOf(LOGARITHMS)
                || isOneOf(ADD_ONE)
                || method.getName().equals("softmaxForward")
                        && Arrays.asList(arguments).contains(true);
    }

    private boolean isOneOf(Set<String> kinds) {
        return Arrays.stream(arguments).anyMatch(a -> a instanceof Enum<?> kind && kinds.contains(kind.name()));
    }

    Stream stream() {
        for (Object a : arguments) {
            if (a instanceof Stream s) {
                return s;
            }
        }
        throw new IllegalStateException(method + " takes no stream");
    }

    List<Data> inputs() {
        return data(false);
    }

    List<Data> outputs() {
        return data(true);
    }

    private List<Data> data(boolean written) {
        List<Data> out = new ArrayList<>();
        Parameter[] parameters = method.getParameters();
        DType dtype = DType.BOOL;
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i] instanceof DType d) {
                dtype = d;
            }
            String name = parameters[i].getName();
            boolean numbers = !name.startsWith("ind") && !name.equals("taps");
            if (arguments[i] instanceof Buffer b && numbers && dtype.isFloatingPoint() && isOutput(name) == written) {
                out.add(new Data(
                        i, dtype, b, i + 1 < arguments.length && arguments[i + 1] instanceof Layout l ? l : null));
            }
        }
        return out;
    }

    private boolean isOutput(String name) {
        boolean statistics = name.equals("mean") || name.equals("variance") || name.equals("invStd");
        return OUTPUTS.contains(name)
                || statistics && Set.of("varMean", "layerNormForward").contains(method.getName());
    }
}
