package dev.jgrad.cuda.kernels;

import dev.jgrad.data.DType;
import dev.jgrad.spi.TernaryKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Every kernel source with the defines it is compiled with, all kinds of a type together. */
final class KernelUnits {
    /** @param defines without {@code -D} */
    record Unit(String source, List<String> defines) {}

    private static final List<DType> FLOATING =
            Arrays.stream(DType.values()).filter(DType::isFloatingPoint).toList();

    private KernelUnits() {}

    /** The units for some element types. */
    static List<Unit> of(List<DType> types) {
        List<Unit> units = new ArrayList<>();
        units.add(new Unit("positions.cu", List.of()));
        add(units, "optimizer.cu", "IN=f32");
        add(units, "gemm.cu", "ELEMENT=int");
        add(units, "convolution.cu", "ELEMENT=float");
        for (DType t : types) {
            String in = "IN=" + Operands.type(t);
            String out = "OUT=" + Operands.type(t);
            add(units, "unary.cu", kinds(Supports.unary(t, false)), in, out);
            add(units, "unary.cu", kinds(Supports.unary(t, true)), in, "OUT=b8");
            add(units, "binary.cu", kinds(Supports.binary(t, false)), in, out);
            add(units, "binary.cu", kinds(Supports.binary(t, true)), in, "OUT=b8");
            add(units, "ternary.cu", kinds(names(TernaryKind.values())), in);
            add(
                    units,
                    "copy.cu",
                    kinds(Arrays.stream(DType.values()).map(Operands::type).toList()),
                    in);
            add(units, "fill.cu", out);
            add(units, "random.cu", kinds(List.of("UNIFORM", "NORMAL", "INTEGER", "BERNOULLI", "EXPONENTIAL")), out);
            add(units, "scan.cu", kinds(List.of("CUMSUM", "CUMPROD", "CUMMAX", "CUMMIN")), in);
            add(units, "sort.cu", in);
            add(units, "search.cu", in);
            add(units, "nonzero.cu", in);
            add(units, "scatter.cu", kinds(List.of("ADD", "MUL", "MAX", "MIN")), in);
            add(units, "pool.cu", "KINDS=X(MAX_FIXED)X(MAX_ADAPTIVE)X(MAX_GRADIENT_FIXED)X(AVERAGE_FIXED)", in);
            add(units, "reduce.cu", kinds(List.of("SUM", "PROD", "MAX", "MIN", "ARGMAX", "ARGMIN")), in, out);
            add(units, "reduce.cu", kinds(List.of("ANY", "ALL")), in, "OUT=b8");
            add(units, "reduce.cu", kinds(List.of("COUNT_NONZERO")), in, "OUT=i64");
            if (Operands.bits(t) == t) {
                add(units, "transpose.cu", in);
                add(units, "index.cu", in);
                add(units, "scatter.cu", kinds(List.of("SET")), in);
            }
            if (FLOATING.contains(t)) {
                add(units, "scan.cu", kinds(List.of("LOGCUMSUMEXP")), in);
                add(
                        units,
                        "reduce.cu",
                        kinds(List.of("MEAN", "NANSUM", "NORM1", "NORM2", "LOGSUMEXP", "VARIANCE")),
                        in,
                        out);
                add(units, "softmax.cu", in);
                add(units, "likelihood.cu", in);
                add(units, "layer_norm.cu", in);
                add(units, "batch_norm.cu", in, "VECTOR=" + Operands.type(Operands.computed(t)));
            }
            if (t == DType.FLOAT64) {
                add(units, "optimizer.cu", in);
                add(units, "convolution.cu", "ELEMENT=double");
            }
        }
        return units;
    }

    private static void add(List<Unit> units, String source, String... defines) {
        units.add(new Unit(source, List.of(defines)));
    }

    private static String kinds(List<String> names) {
        StringBuilder list = new StringBuilder("KINDS=");
        names.forEach(name -> list.append("X(").append(name).append(')'));
        return list.toString();
    }

    private static List<String> names(Enum<?>[] kinds) {
        return Stream.of(kinds).map(Enum::name).toList();
    }
}
