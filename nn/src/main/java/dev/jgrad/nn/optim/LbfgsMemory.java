package dev.jgrad.nn.optim;

import dev.jgrad.tensor.Scope;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What LBFGS remembers between iterations: pairs of changes of gradient and parameters, and where it was. */
final class LbfgsMemory {
    /** Below this curvature a pair is not kept: the approximation would lose its positive definiteness. */
    private static final double LEAST_CURVATURE = 1e-10;

    long evaluations;
    long iterations;

    @Nullable
    Tensor direction;

    double length;
    double scale = 1;

    @Nullable
    Tensor gradient;

    double loss;
    private final List<Tensor> changes = new ArrayList<>();
    private final List<Tensor> steps = new ArrayList<>();
    private final List<Double> inverses = new ArrayList<>();

    /** From entries under PyTorch's names, none of them at the beginning. */
    static LbfgsMemory of(Map<String, Object> state) {
        LbfgsMemory memory = new LbfgsMemory();
        memory.evaluations = (long) number(state.get("func_evals"), 0);
        memory.iterations = (long) number(state.get("n_iter"), 0);
        memory.direction = (Tensor) state.get("d");
        memory.length = number(state.get("t"), 0);
        memory.scale = number(state.get("H_diag"), 1);
        memory.gradient = (Tensor) state.get("prev_flat_grad");
        memory.loss = number(state.get("prev_loss"), 0);
        list(state, "old_dirs").forEach(t -> memory.changes.add((Tensor) t));
        list(state, "old_stps").forEach(t -> memory.steps.add((Tensor) t));
        list(state, "ro").forEach(n -> memory.inverses.add(number(n, 0)));
        return memory;
    }

    private static List<?> list(Map<String, Object> state, String name) {
        return state.get(name) instanceof List<?> list ? list : List.of();
    }

    private static double number(@Nullable Object value, double missing) {
        return switch (value) {
            case null -> missing;
            case Tensor tensor -> tensor.item();
            default -> ((Number) value).doubleValue();
        };
    }

    void save(Map<String, Object> state) {
        state.put("func_evals", evaluations);
        state.put("n_iter", iterations);
        if (direction == null || gradient == null) {
            return;
        }
        Tensor like = direction;
        changes.forEach(Scope::exempt);
        steps.forEach(Scope::exempt);
        state.put("d", Scope.exempt(direction));
        state.put("t", length);
        state.put("old_dirs", List.copyOf(changes));
        state.put("old_stps", List.copyOf(steps));
        state.put(
                "ro",
                inverses.stream()
                        .map(n -> Scope.exempt(Tensors.scalarLike(like, n)))
                        .toList());
        state.put("H_diag", changes.isEmpty() ? (Object) 1L : (Object) Scope.exempt(Tensors.scalarLike(like, scale)));
        state.put("prev_flat_grad", Scope.exempt(gradient));
        state.put("prev_loss", loss);
    }

    /** Takes the last iteration into account and gives the next direction: algorithm 7.4. */
    Tensor next(Tensor now, int historySize) {
        Tensor y = now.sub(Objects.requireNonNull(gradient));
        Tensor s = Objects.requireNonNull(direction).mul(length);
        double curvature = y.dot(s).item();
        if (curvature > LEAST_CURVATURE) {
            if (changes.size() == historySize) {
                changes.removeFirst();
                steps.removeFirst();
                inverses.removeFirst();
            }
            changes.add(y);
            steps.add(s);
            inverses.add(1 / curvature);
            scale = curvature / y.dot(y).item();
        }
        int n = changes.size();
        double[] alpha = new double[n];
        Tensor q = now.neg();
        for (int i = n - 1; i >= 0; i--) {
            alpha[i] = steps.get(i).dot(q).item() * inverses.get(i);
            q.add_(changes.get(i), -alpha[i]);
        }
        Tensor r = q.mul(scale);
        for (int i = 0; i < n; i++) {
            double beta = changes.get(i).dot(r).item() * inverses.get(i);
            r.add_(steps.get(i), alpha[i] - beta);
        }
        return r;
    }
}
