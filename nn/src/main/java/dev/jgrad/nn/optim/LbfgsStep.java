package dev.jgrad.nn.optim;

import dev.jgrad.autograd.Grad;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** One step of LBFGS: iterations until one of its conditions ends it. */
final class LbfgsStep {
    private final ParamGroup group;
    private final List<Tensor> parameters;
    private final LbfgsMemory memory;
    private final Supplier<Tensor> closure;
    private double loss;
    private Tensor gradient;

    LbfgsStep(ParamGroup group, LbfgsMemory memory, Supplier<Tensor> closure) {
        this.group = group;
        this.parameters = group.parameters();
        this.memory = memory;
        this.closure = closure;
        this.gradient = parameters.getFirst();
    }

    /** Steps, and saves what is remembered. */
    Tensor run(Map<String, Object> state) {
        Tensor first = evaluate();
        memory.evaluations++;
        if (!isFlat()) {
            iterate();
        }
        memory.save(state);
        return first;
    }

    private void iterate() {
        double lr = group.lr();
        int most = (int) group.number("max_iter");
        int evaluations = 1;
        double tolerance = group.number("tolerance_change");
        for (int n = 1; n <= most; n++) {
            boolean begins = ++memory.iterations == 1;
            Tensor direction = begins ? gradient.neg() : memory.next(gradient, (int) group.number("history_size"));
            memory.direction = direction;
            memory.gradient = gradient;
            memory.loss = loss;
            memory.length = begins ? Math.min(1, gradient.abs().sum().rdiv(1.0).item()) * lr : lr;
            double slope = gradient.dot(direction).item();
            if (slope > -tolerance) {
                return;
            }
            int asked = move(direction, slope, n == most, (int) group.number("max_eval") - evaluations);
            evaluations += asked;
            memory.evaluations += asked;
            if (n == most
                    || evaluations >= group.number("max_eval")
                    || isFlat()
                    || direction.mul(memory.length).abs().max().item() <= tolerance
                    || Math.abs(loss - memory.loss) < tolerance) {
                return;
            }
        }
    }

    /** Moves the parameters; returns how often the loss was computed. */
    private int move(Tensor direction, double slope, boolean last, int room) {
        if (group.options().get("line_search_fn") == null) {
            shift(memory.length, direction);
            if (!last) {
                evaluate();
            }
            return last ? 0 : 1;
        }
        Tensor[] start = parameters.stream().map(Tensor::clone).toArray(Tensor[]::new);
        StrongWolfe.Objective objective = t -> {
            shift(t, direction);
            evaluate();
            for (int i = 0; i < start.length; i++) {
                parameters.get(i).copy_(start[i]);
            }
            return new StrongWolfe.Point(
                    t, loss, gradient, gradient.dot(direction).item());
        };
        StrongWolfe search = new StrongWolfe(objective, group.number("tolerance_change"), room);
        StrongWolfe.Point found = search.from(
                new StrongWolfe.Point(0, loss, gradient, slope),
                memory.length,
                direction.abs().max().item());
        loss = found.value();
        gradient = found.gradient();
        memory.length = found.at();
        shift(memory.length, direction);
        return search.evaluations();
    }

    private boolean isFlat() {
        return gradient.abs().max().item() <= group.number("tolerance_grad");
    }

    private Tensor evaluate() {
        Tensor result;
        try (var _ = Grad.enabled()) {
            result = closure.get();
        }
        loss = result.detach().item();
        gradient = Tensors.cat(0, parameters.stream().map(LbfgsStep::flat).toArray(Tensor[]::new));
        return result;
    }

    private static Tensor flat(Tensor parameter) {
        Tensor grad = parameter.grad();
        return (grad == null ? parameter.zerosLike() : grad.clone()).detach().reshape(-1);
    }

    private void shift(double length, Tensor direction) {
        long at = 0;
        for (Tensor parameter : parameters) {
            long n = parameter.numel();
            parameter.add_(direction.narrow(0, at, n).reshape(parameter.shape().toArray()), length);
            at += n;
        }
    }
}
