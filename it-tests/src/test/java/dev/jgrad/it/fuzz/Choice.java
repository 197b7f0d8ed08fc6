package dev.jgrad.it.fuzz;

import dev.jgrad.data.DType;
import dev.jgrad.data.Device;
import dev.jgrad.data.MemoryFormat;
import dev.jgrad.data.Shape;
import dev.jgrad.tensor.Generator;
import dev.jgrad.tensor.Index;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import java.lang.reflect.Array;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * An argument that was drawn.
 *
 * @param text how Java writes it
 * @param reads the variables in it
 */
record Choice(@Nullable Object value, String text, List<Variable> reads) {
    private static final Set<String> INDEX_NAMES = Set.of("index", "indices", "target", "repeats");
    private static final Set<String> TRUTH_NAMES = Set.of("mask", "condition");

    private static Choice plain(@Nullable Object value) {
        return new Choice(value, Texts.of(value), List.of());
    }

    /** Whether {@link #of} can draw arguments of this type. */
    static boolean draws(Class<?> type) {
        Class<?> c = type.isArray() ? type.componentType() : type;
        return c.isPrimitive() && c != byte.class && c != float.class
                || Set.of(
                                Tensor.class,
                                DType.class,
                                Device.class,
                                MemoryFormat.class,
                                Shape.class,
                                TensorOptions.class,
                                Generator.class,
                                Index.class,
                                String.class,
                                Double.class,
                                Long.class,
                                Integer.class,
                                Boolean.class,
                                List.class)
                        .contains(c);
    }

    /** Draws an argument for a parameter of a method; {@code self} is what the others should fit to. */
    static Choice of(Scene scene, Draw draw, Parameter p, String method, @Nullable Variable self) {
        boolean nullable = p.getAnnotatedType().isAnnotationPresent(Nullable.class);
        if (nullable && draw.oneIn(2)) {
            return plain(null);
        }
        Class<?> type = p.getType();
        if (type == Tensor.class) {
            Variable v = tensor(scene, draw, p.getName(), self);
            return new Choice(v.tensor(), v.name(), List.of(v));
        }
        if (type == Tensor[].class || type == List.class) {
            return tensors(scene, draw, type, self);
        }
        if (type == Index[].class) {
            return index(scene, draw, self == null ? scene.pick(draw).tensor() : self.tensor());
        }
        if (type == Generator.class) {
            long seed = draw.seed();
            return new Choice(new Generator(seed), "new Generator(" + seed + ")", List.of());
        }
        return plain(value(
                draw,
                type,
                p.getName(),
                method,
                self == null ? 2 : self.tensor().dim()));
    }

    private static Variable tensor(Scene scene, Draw draw, String name, @Nullable Variable self) {
        Predicate<Tensor> wanted = t -> self == null || Fit.together(t, self.tensor());
        if (INDEX_NAMES.contains(name)) {
            wanted = t -> t.dtype() == DType.INT64;
        } else if (TRUTH_NAMES.contains(name)) {
            wanted = wanted.and(t -> t.dtype().isBool());
        } else if (self != null && !draw.oneIn(5)) {
            wanted = wanted.and(t -> t.dtype() == self.tensor().dtype());
        }
        return scene.pick(draw, wanted);
    }

    private static Choice tensors(Scene scene, Draw draw, Class<?> type, @Nullable Variable self) {
        List<Variable> all = new ArrayList<>();
        for (int n = draw.below(4); n > 0; n--) {
            all.add(tensor(scene, draw, "", all.isEmpty() ? self : all.getFirst()));
        }
        List<Tensor> values = all.stream().map(Variable::tensor).toList();
        String names = String.join(", ", all.stream().map(Variable::name).toList());
        return type == List.class
                ? new Choice(values, "List.of(" + names + ")", all)
                : new Choice(values.toArray(Tensor[]::new), names, all);
    }

    /** Indices into a tensor as brackets take them in Python. */
    static Choice index(Scene scene, Draw draw, Tensor t) {
        List<Index> parts = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        List<Variable> reads = new ArrayList<>();
        for (int n = draw.below(Math.max(1, t.dim()) + 1) + (draw.oneIn(8) ? 1 : 0); n > 0; n--) {
            long a = draw.below(4) - 1;
            switch (draw.below(8)) {
                case 0, 1 -> part(parts, texts, Index.at(a), "Index.at(" + a + ")");
                case 2 -> part(parts, texts, Index.all(), "Index.all()");
                case 3 -> {
                    long b = draw.integer();
                    long step = 1 + draw.below(3);
                    part(parts, texts, Index.slice(a, b, step), "Index.slice(" + a + ", " + b + ", " + step + ")");
                }
                case 4 -> part(parts, texts, Index.newAxis(), "Index.newAxis()");
                case 5 -> part(parts, texts, Index.ellipsis(), "Index.ellipsis()");
                case 6 -> {
                    long b = draw.below(3);
                    part(parts, texts, Index.of(a, b, 0), "Index.of(" + a + "L, " + b + "L, 0L)");
                }
                default -> {
                    Variable v = scene.pick(
                            draw, x -> x.dtype() == DType.INT64 || x.dtype().isBool());
                    reads.add(v);
                    part(parts, texts, Index.of(v.tensor()), "Index.of(" + v.name() + ")");
                }
            }
        }
        return new Choice(parts.toArray(Index[]::new), String.join(", ", texts), reads);
    }

    private static void part(List<Index> parts, List<String> texts, Index part, String text) {
        parts.add(part);
        texts.add(text);
    }

    private static Object value(Draw draw, Class<?> type, String name, String method, int rank) {
        boolean dim = name.startsWith("dim") || name.endsWith("Dim") || name.startsWith("axis");
        if (type == int[].class) {
            return draw.dims(rank);
        }
        if (type.isArray()) {
            return array(draw, type.componentType(), name, method, rank);
        }
        if (type == int.class || type == Integer.class) {
            return dim ? draw.dim(rank) : name.equals("steps") ? draw.below(40) : (int) draw.integer();
        }
        if (type == long.class || type == Long.class) {
            return draw.integer();
        }
        if (type == double.class || type == Double.class) {
            double number = draw.number();
            // Above it softplus overflows in float32, as PyTorch's does, where the reference computes in double.
            return name.equals("threshold") && !(number <= 20) ? 20 : number;
        }
        if (type == boolean.class || type == Boolean.class) {
            return draw.oneIn(2);
        }
        if (type == String.class) {
            return Words.draw(draw, name);
        }
        if (type == DType.class) {
            return draw.dtype();
        }
        if (type == Device.class) {
            return Device.CPU;
        }
        if (type == MemoryFormat.class) {
            return draw.of(MemoryFormat.values());
        }
        if (type == Shape.class) {
            return Shape.of(draw.shape());
        }
        return TensorOptions.dtype(draw.dtype());
    }

    private static Object array(Draw draw, Class<?> component, String name, String method, int rank) {
        int n = method.endsWith("1d") ? 1 : method.endsWith("3d") ? 3 : method.contains("2d") ? 2 : Math.max(1, rank);
        if (draw.oneIn(8)) {
            n = draw.below(5);
        } else if (draw.oneIn(4)) {
            n = 1;
        }
        boolean small = !Set.of("sizes", "size", "outputSize", "values").contains(name);
        Object out = Array.newInstance(component, n);
        for (int i = 0; i < n; i++) {
            Object v = component == long.class || component == Long.class
                    ? (Object) (draw.oneIn(30) ? draw.integer() : small ? draw.below(3) + 1L : draw.length())
                    : value(draw, component, name, method, rank);
            Array.set(out, i, v);
        }
        return out;
    }

    /** The choices joined to a list of arguments. */
    static String join(List<Choice> choices) {
        return String.join(
                ", ",
                choices.stream().map(Choice::text).filter(t -> !t.isEmpty()).toList());
    }

    /** What they all read. */
    static List<Variable> reads(List<Choice> choices) {
        return choices.isEmpty()
                ? Collections.emptyList()
                : choices.stream().flatMap(c -> c.reads.stream()).toList();
    }
}
