package dev.jgrad.cuda.kernels;

import dev.jgrad.cuda.compile.KernelFunction;
import dev.jgrad.cuda.compile.Kernels;
import dev.jgrad.data.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The kernels of a source that is compiled once for each element type. */
final class UnitTable {
    private final Kernels kernels;
    private final String source;
    private final Function<DType, List<String>> defines;
    private final String[] names;
    private final @Nullable KernelFunction[] functions;

    /**
     * A table of functions not looked up yet.
     *
     * @param define what the source calls its type
     */
    UnitTable(Kernels kernels, String source, String define, String... names) {
        this(kernels, source, dtype -> List.of(define + "=" + Operands.type(dtype)), names);
    }

    /** A table whose defines follow from the element type. */
    UnitTable(Kernels kernels, String source, Function<DType, List<String>> defines, String... names) {
        this.kernels = kernels;
        this.source = source;
        this.defines = defines;
        this.names = names;
        this.functions = new @Nullable KernelFunction[DType.values().length * names.length * 2];
    }

    /**
     * A kernel by its position among the names.
     *
     * @param wide whether places are counted in 64 bits
     */
    KernelFunction get(DType dtype, int name, boolean wide) {
        int at = (dtype.ordinal() * names.length + name) * 2 + (wide ? 1 : 0);
        KernelFunction function = functions[at];
        if (function == null) {
            List<String> all = new ArrayList<>(defines.apply(dtype));
            if (wide) {
                all.add("WIDE");
            }
            function = kernels.function(source, names[name], all.toArray(String[]::new));
            functions[at] = function;
        }
        return function;
    }
}
