package dev.jgrad.nn.parametrize;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.nn.Module;
import dev.jgrad.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Weights as direction and length in PyTorch's older form, whose states have {@code weight_g} and {@code weight_v}: {@code
 * torch.nn.utils.weight_norm}. {@link Parametrizations#weightNorm} is the newer one. Salimans, Kingma 2016.
 */
public final class WeightNorm {
    private WeightNorm() {}

    /** {@link #weightNorm(Module, String, Integer)} of {@code weight} with a length for each slice along dimension 0. */
    public static <M extends Module> M weightNorm(M module) {
        return weightNorm(module, "weight", 0);
    }

    /**
     * Replaces a parameter by its length and its direction.
     *
     * @param dim the slices along it have a length each; null for one length
     * @return the module
     */
    public static <M extends Module> M weightNorm(M module, String name, @Nullable Integer dim) {
        if (module.namedParameters().containsKey(name + "_g")) {
            throw new ArgumentException("Cannot register two weight_norm hooks on the same parameter " + name);
        }
        Tensor weight = module.getParameter(name);
        Tensor g = Norms.exceptDim(weight.detach(), dim).clone();
        Tensor v = weight.detach().clone();
        module.registerParameter(name + "_g", g);
        module.registerParameter(name + "_v", v);
        module.setComputed(
                name, () -> Norms.weight(module.getParameter(name + "_v"), module.getParameter(name + "_g"), dim));
        return module;
    }

    /** Makes the weight a parameter again. */
    public static <M extends Module> M removeWeightNorm(M module, String name) {
        if (!module.namedParameters().containsKey(name + "_g")) {
            throw new ArgumentException("weight_norm of '" + name + "' not found in " + module);
        }
        Tensor weight = module.computed(name).detach().clone();
        module.removeMember(name + "_g");
        module.removeMember(name + "_v");
        module.endComputed(name, weight, true);
        return module;
    }
}
