package dev.jgrad.cuda.kernels;

import dev.jgrad.cuda.compile.KernelFunction;
import dev.jgrad.cuda.compile.Kernels;
import dev.jgrad.data.ArgumentException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The kernels of one source, by kind and variant. A variant stands for the types involved and is one set of defines;
 * within it each kind is a compile unit of its own, so that nothing is compiled that nobody uses. Where starting the
 * compiler costs more than what it compiles, {@code -Djgrad.cuda.units=type} puts all kinds of a variant into one unit.
 */
final class KindTable {
    private static final boolean WHOLE_TYPES = wholeTypes();

    private final Kernels kernels;
    private final String source;
    private final @Nullable KernelFunction[] functions;
    private final int kinds;
    private final String[] forms;

    /**
     * A table of functions not looked up yet.
     *
     * @param forms what is appended to a kind's name, such as {@code _packs}
     */
    KindTable(Kernels kernels, String source, int kinds, int variants, String... forms) {
        this.kernels = kernels;
        this.source = source;
        this.kinds = kinds;
        this.forms = forms;
        this.functions = new @Nullable KernelFunction[variants * kinds * forms.length * 2];
    }

    private static boolean wholeTypes() {
        String units = System.getProperty("jgrad.cuda.units", "kind");
        return switch (units) {
            case "kind" -> false;
            case "type" -> true;
            default ->
                throw new ArgumentException(
                        "system property jgrad.cuda.units is '" + units + "', but should be kind or type");
        };
    }

    /** What a variant stands for. */
    interface Variant {
        /** Its defines. */
        String[] defines();

        /** Names of all kinds that it has. */
        List<String> names();
    }

    /**
     * A kernel.
     *
     * @param kind its number, below the number of kinds
     * @param name its name
     * @param wide whether places are counted in 64 bits
     * @param variant asked when the kernel is first used
     */
    KernelFunction get(int variantNumber, int kind, String name, int form, boolean wide, Variant variant) {
        int at = ((variantNumber * kinds + kind) * forms.length + form) * 2 + (wide ? 1 : 0);
        KernelFunction function = functions[at];
        if (function == null) {
            function = look(name, form, wide, variant);
            functions[at] = function;
        }
        return function;
    }

    private KernelFunction look(String name, int form, boolean wide, Variant variant) {
        StringBuilder list = new StringBuilder();
        for (String kind : WHOLE_TYPES ? variant.names() : List.of(name)) {
            list.append("X(").append(kind).append(')');
        }
        String[] given = variant.defines();
        String[] defines = Arrays.copyOf(given, given.length + (wide ? 2 : 1));
        defines[given.length] = "KINDS=" + list;
        if (wide) {
            defines[given.length + 1] = "WIDE";
        }
        return kernels.function(source, name + forms[form], defines);
    }
}
