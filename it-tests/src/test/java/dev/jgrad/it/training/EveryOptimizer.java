package dev.jgrad.it.training;

import dev.jgrad.nn.optim.ASGD;
import dev.jgrad.nn.optim.Adadelta;
import dev.jgrad.nn.optim.Adafactor;
import dev.jgrad.nn.optim.Adagrad;
import dev.jgrad.nn.optim.Adam;
import dev.jgrad.nn.optim.AdamW;
import dev.jgrad.nn.optim.Adamax;
import dev.jgrad.nn.optim.Muon;
import dev.jgrad.nn.optim.NAdam;
import dev.jgrad.nn.optim.Optimizer;
import dev.jgrad.nn.optim.ParamGroup;
import dev.jgrad.nn.optim.RAdam;
import dev.jgrad.nn.optim.RMSprop;
import dev.jgrad.nn.optim.Rprop;
import dev.jgrad.nn.optim.SGD;
import dev.jgrad.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The optimizers that train any net by {@code step()}, with the options that change their formula. LBFGS wants a closure and
 * has tests of its own; Muon is given the matrices only.
 */
public final class EveryOptimizer {
    private EveryOptimizer() {}

    /** Those whose steps a CUDA graph contains. */
    public static Map<String, Function<List<Tensor>, Optimizer>> recordable() {
        Map<String, Function<List<Tensor>, Optimizer>> all = new LinkedHashMap<>();
        all.put("SGD", p -> new SGD(p, 0.1));
        all.put(
                "SGD with momentum",
                p -> new SGD(p, SGD.Options.lr(0.1).withMomentum(0.9).withNesterov(true)));
        all.put("Adam", p -> new Adam(p, 0.01));
        all.put("Adam with amsgrad", p -> new Adam(p, Adam.Options.lr(0.01).withAmsgrad(true)));
        all.put("AdamW", p -> new AdamW(p, 0.01));
        all.put("Adagrad", p -> new Adagrad(p, 0.05));
        all.put("Adadelta", p -> new Adadelta(p, 1.0));
        all.put("Adamax", p -> new Adamax(p, 0.01));
        all.put("NAdam", p -> new NAdam(p, 0.01));
        all.put("RAdam", p -> new RAdam(p, 0.01));
        all.put("RMSprop", p -> new RMSprop(p, 0.01));
        all.put(
                "RMSprop, centred with momentum",
                p -> new RMSprop(
                        p,
                        RMSprop.Options.lr(0.01)
                                .withCentered(true)
                                .withMomentum(0.9)
                                .withWeightDecay(0.1)));
        all.put(
                "SGD, dampened, upwards, with weight decay",
                p -> new SGD(
                        p,
                        SGD.Options.lr(0.1)
                                .withMomentum(0.9)
                                .withDampening(0.3)
                                .withWeightDecay(0.1)
                                .withMaximize(true)));
        all.put("Adam with weight decay", p -> new Adam(p, Adam.Options.lr(0.01).withWeightDecay(0.1)));
        all.put(
                "NAdam with decoupled weight decay",
                p -> new NAdam(p, NAdam.Options.lr(0.01).withWeightDecay(0.1).withDecoupledWeightDecay(true)));
        all.put(
                "RAdam with decoupled weight decay",
                p -> new RAdam(p, RAdam.Options.lr(0.01).withWeightDecay(0.1).withDecoupledWeightDecay(true)));
        all.put(
                "Adagrad with a decay of its rate",
                p -> new Adagrad(p, Adagrad.Options.lr(0.05).withLrDecay(0.2).withWeightDecay(0.1)));
        all.put("ASGD", p -> new ASGD(p, ASGD.Options.lr(0.1).withLambd(0.01).withWeightDecay(0.1)));
        // It averages before a step is recorded.
        all.put("ASGD, averaging", p -> new ASGD(p, ASGD.Options.lr(0.1).withT0(0)));
        all.put("Rprop", p -> new Rprop(p, 0.01));
        all.put("Muon", p -> new Muon(matrices(p), 0.02));
        all.put(
                "Muon without Nesterov",
                p -> new Muon(
                        matrices(p), Muon.Options.lr(0.02).withNesterov(false).withAdjustLrFn("match_rms_adamw")));
        all.put("groups that part later", p -> new AdamW(AdamW.Options.lr(0.01), halves(p)));
        all.put("SGD in groups that part later", p -> new SGD(SGD.Options.lr(0.1), halves(p)));
        return all;
    }

    /** Muon takes nothing else; what it leaves alone stays as it is. */
    private static List<Tensor> matrices(List<Tensor> p) {
        return p.stream().filter(parameter -> parameter.dim() == 2).toList();
    }

    private static ParamGroup[] halves(List<Tensor> p) {
        int half = p.size() / 2;
        return new ParamGroup[] {ParamGroup.of(p.subList(0, half)), ParamGroup.of(p.subList(half, p.size()))};
    }

    /** All of them. */
    public static Map<String, Function<List<Tensor>, Optimizer>> all() {
        Map<String, Function<List<Tensor>, Optimizer>> all = recordable();
        all.put("Adafactor", p -> new Adafactor(p, 0.01));
        return all;
    }
}
