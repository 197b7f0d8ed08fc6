package dev.jgrad.it.fuzz;

import dev.jgrad.autograd.Autograd;
import dev.jgrad.tensor.Tensor;
import java.util.List;

/** Backward passes of all kinds, hooks, and the gradients they leave. */
final class BackwardStatements {
    private BackwardStatements() {}

    private interface Pass {
        Object apply(Tensor root, Tensor leaf);
    }

    static Statement draw(Draw ofKind) {
        return switch (ofKind.below(13)) {
            case 0, 1 -> pass("%s.sum().backward();", (v, x) -> nothing(v.sum()::backward));
            case 2 ->
                pass(
                        "%s.square().sum().backward(null, true, false);",
                        (v, x) -> nothing(() -> v.square().sum().backward(null, true, false)));
            case 3 ->
                pass(
                        "%s.mean().backward(null, false, true);",
                        (v, x) -> nothing(() -> v.mean().backward(null, false, true)));
            case 4 -> pass("%s.backward();", (v, x) -> nothing(v::backward));
            case 5 ->
                pass(
                        "Autograd.gradWithGraph(%s.square().sum(), %s);",
                        (v, x) -> Autograd.gradWithGraph(v.square().sum(), x));
            case 6, 7 ->
                pass(
                        "Autograd.gradWithGraph(%s.sum(), %s).square().sum().backward();",
                        (v, x) -> nothing(() -> Autograd.gradWithGraph(v.sum(), x)
                                .square()
                                .sum()
                                .backward()));
            case 8 -> pass("%s.backward(%s);", (v, x) -> nothing(() -> v.backward(x)));
            case 9 ->
                pass(
                        "%s.registerHook(g -> g.mul(2));",
                        (v, x) -> v.registerHook(
                                g -> java.util.Objects.requireNonNull(g).mul(2)));
            case 10 -> pass("%s.retainGrad();", (v, x) -> v.retainGrad());
            case 11 -> pass("%s.setGrad(null);", (v, x) -> nothing(() -> v.setGrad(null)));
            default -> BackwardStatements::gradient;
        };
    }

    private static List<Object> nothing(Runnable action) {
        action.run();
        return List.of();
    }

    private static Statement pass(String text, Pass pass) {
        return (scene, draw) -> {
            Variable root = scene.pick(draw, Tensor::requiresGrad);
            Variable leaf = scene.pick(draw, Tensor::requiresGrad);
            scene.perform(
                    draw,
                    text.formatted(root.name(), leaf.name()),
                    List.of(root, leaf),
                    Rounding.SOME,
                    () -> pass.apply(root.tensor(), leaf.tensor()));
            scene.lowerGradients(root.trust().and(leaf.trust()));
        };
    }

    private static void gradient(Scene scene, Draw draw) {
        Variable leaf = scene.pick(draw, t -> t.grad() != null);
        Tensor grad = leaf.tensor().grad();
        if (grad != null) {
            scene.perform(
                    draw, leaf.name() + ".grad().clone();", List.of(leaf.ofGradient()), Rounding.SOME, grad::clone);
        }
    }
}
