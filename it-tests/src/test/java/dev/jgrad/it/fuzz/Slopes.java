package dev.jgrad.it.fuzz;

import dev.jgrad.autograd.Autograd;
import dev.jgrad.data.DType;
import dev.jgrad.data.JgradException;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * Compares gradients with differences. Both processes share the rules of the graph, so a rule that is wrong, or a write that
 * no version counts, is wrong in both; but a program that runs again with its leaves moved a little says itself how its
 * variables change. Where it bends or jumps, or the pass is refused, nothing is said.
 */
final class Slopes {
    private static final double STEP = 1e-5;
    private static final double TOLERANCE = 1e-3;
    private static final double GREATEST = 1e4;

    private final Program program;
    private final Scene scene;
    private final Trace trace;
    private final Map<String, double[]> weights = new LinkedHashMap<>();

    private Slopes(Program program) {
        this.program = program;
        this.scene = new Scene(program);
        this.trace = scene.run();
    }

    /** What the program shows, and any gradient in it that is none. */
    static Trace run(Program program) {
        Slopes slopes = new Slopes(program);
        try {
            slopes.compare();
        } catch (JgradException | OutOfMemoryError e) {
            return slopes.trace; // several runs at once need more memory than one
        }
        return slopes.trace;
    }

    /** Where a leaf moves to. */
    static Tensor direction(long seed, long... sizes) {
        Random random = new Random(~seed);
        double[] v = random.doubles(dev.jgrad.data.Dims.numel(sizes), -1, 1).toArray();
        return Tensors.tensor(v).reshape(sizes);
    }

    private void compare() {
        Map<String, Double> gradients = gradients();
        if (gradients.isEmpty()) {
            return;
        }
        Optional<Differences> wide = Differences.of(this, STEP);
        if (wide.isEmpty()) {
            return;
        }
        List<String> doubtful = new ArrayList<>();
        gradients.forEach((name, g) -> {
            if (wide.get().contradicts(name, g)) {
                doubtful.add(name);
            }
        });
        Optional<Differences> narrow = doubtful.isEmpty() ? Optional.empty() : Differences.of(this, STEP / 8);
        for (String name : doubtful) {
            double g = gradients.get(name);
            if (narrow.isPresent()
                    && narrow.get().contradicts(name, g)
                    && close(narrow.get().slope(name), wide.get().slope(name), TOLERANCE / 4)) {
                trace.complain(
                        "Autograd.grad(" + name + ")",
                        "says that it changes by " + g + " where it does by "
                                + narrow.get().slope(name));
                return;
            }
        }
    }

    /** How fast each variable changes, as its gradients say. */
    private Map<String, Double> gradients() {
        Map<String, Double> out = new LinkedHashMap<>();
        List<Variable> leaves = scene.variables().stream()
                .filter(v -> v.tensor().isLeaf() && v.tensor().requiresGrad() && scene.direction(v) != null)
                .toList();
        List<Tensor> inputs = leaves.stream().map(Variable::tensor).toList();
        for (Variable v : scene.variables()) {
            Tensor t = v.tensor();
            if (!t.requiresGrad()
                    || t.dtype() != DType.FLOAT64
                    || t.numel() == 0
                    || v.values().isStopped()) {
                continue;
            }
            try {
                double[] w = weights(v.line(), t);
                if (w.length == 0) {
                    continue;
                }
                Tensor sum =
                        t.mul(Tensors.tensor(w).reshape(t.shape().toArray())).sum();
                List<Tensor> grads = Autograd.grad(
                        List.of(sum),
                        inputs,
                        null,
                        Autograd.Options.DEFAULT.withRetainGraph().withMaterializeGrads());
                double slope = 0;
                for (int i = 0; i < grads.size(); i++) {
                    slope += grads.get(i)
                            .mul(scene.direction(leaves.get(i)))
                            .sum()
                            .item();
                }
                if (Double.isFinite(slope)) {
                    out.put(v.name(), slope);
                    weights.put(v.name(), w);
                }
            } catch (JgradException e) {
                // Written to after it was saved, or without a formula.
            }
        }
        return out;
    }

    /** Random ones that make the sum about 1; none for what is not finite or too large for differences. */
    private static double[] weights(int seed, Tensor t) {
        double size = greatest(t);
        if (!(size <= GREATEST)) {
            return new double[0];
        }
        int n = Math.toIntExact(t.numel());
        double scale = 1 / (Math.max(size, 1e-3) * n);
        return new Random(seed).doubles(n, scale / 2, scale).toArray();
    }

    /** The greatest absolute value; NaN where one is. */
    static double greatest(Tensor t) {
        return t.numel() == 0 ? 0 : t.detach().abs().max().item();
    }

    private static boolean close(double a, double b, double tolerance) {
        return Math.abs(a - b) <= tolerance * (Math.max(Math.abs(a), Math.abs(b)) + 1e-3);
    }

    /** The weighted sums of variables where the leaves are moved to one side, not at all, and to the other. */
    private record Differences(double step, Map<String, double[]> sums) {
        static Optional<Differences> of(Slopes slopes, double step) {
            Map<String, double[]> sums = new LinkedHashMap<>();
            for (int side = -1; side <= 1; side++) {
                Trace there = side == 0 ? slopes.trace : new Scene(slopes.program, side * step).run();
                if (Parting.of(slopes.trace, there).isPresent()) {
                    return Optional.empty();
                }
                for (Observation o : there.observations()) {
                    double[] w = slopes.weights.get(o.name());
                    if (w != null && w.length == o.bits().length) {
                        double sum = 0;
                        for (int i = 0; i < w.length; i++) {
                            sum += w[i] * o.value(i);
                        }
                        sums.computeIfAbsent(o.name(), _ -> new double[3])[side + 1] = sum;
                    }
                }
            }
            return Optional.of(new Differences(step, sums));
        }

        double slope(String name) {
            double[] s = sums.get(name);
            return s == null ? Double.NaN : (s[2] - s[0]) / (2 * step);
        }

        /** Whether the variable is smooth here and changes otherwise. */
        boolean contradicts(String name, double gradient) {
            double[] s = sums.get(name);
            if (s == null) {
                return false;
            }
            boolean smooth = close((s[2] - s[1]) / step, (s[1] - s[0]) / step, TOLERANCE);
            return smooth && !close(slope(name), gradient, TOLERANCE);
        }
    }
}
