package dev.jgrad.nn.parametrize;

import dev.jgrad.autograd.Grad;
import dev.jgrad.data.ArgumentException;
import dev.jgrad.nn.Module;
import dev.jgrad.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Weights over their greatest singular value in PyTorch's older form, whose states have {@code weight_orig}, {@code weight_u} and
 * {@code weight_v}: {@code torch.nn.utils.spectral_norm}. {@link Parametrizations#spectralNorm} is the newer one. Miyato and
 * others 2018.
 */
public final class SpectralNorm {
    private SpectralNorm() {}

    /** {@link #spectralNorm(Module, String, int, double, Integer)} of {@code weight}, one turn of the power method a call. */
    public static <M extends Module> M spectralNorm(M module) {
        return spectralNorm(module, "weight", 1, 1e-12, null);
    }

    /**
     * Replaces a parameter by itself over its greatest singular value, which is estimated anew in training.
     *
     * @param nPowerIterations turns of the power method in each call in training
     * @param eps bound of the length of vectors from below
     * @param dim the dimension of the outputs; null for 1 in transposed convolutions and 0 elsewhere
     * @return the module
     */
    public static <M extends Module> M spectralNorm(
            M module, String name, int nPowerIterations, double eps, @Nullable Integer dim) {
        if (nPowerIterations <= 0) {
            throw new ArgumentException(
                    "Expected n_power_iterations to be positive, but got n_power_iterations=" + nPowerIterations);
        }
        if (module.namedBuffers().containsKey(name + "_u")) {
            throw new ArgumentException("Cannot register two spectral_norm hooks on the same parameter " + name);
        }
        Tensor weight = module.getParameter(name);
        int outputs = dim == null ? Parametrizations.outputDim(module) : dim;
        Tensor matrix = Norms.matrix(weight.detach(), outputs);
        Tensor u = Norms.random(matrix, 0, eps);
        Tensor v = Norms.random(matrix, 1, eps);
        boolean required = weight.requiresGrad();
        module.registerBuffer(name + "_u", u);
        module.registerBuffer(name + "_v", v);
        module.setComputed(name, () -> {
            // The original is registered below under its name.
            boolean there = module.namedParameters().containsKey(name + "_orig");
            return there ? normalised(module, name, outputs, nPowerIterations, eps) : weight.detach();
        });
        module.registerParameter(name + "_orig", weight).requiresGrad_(required);
        return module;
    }

    private static Tensor normalised(Module module, String name, int dim, int turns, double eps) {
        Tensor weight = module.getParameter(name + "_orig");
        Tensor matrix = Norms.matrix(weight, dim);
        Tensor u = module.getBuffer(name + "_u");
        Tensor v = module.getBuffer(name + "_v");
        if (module.isTraining()) {
            Grad.noGrad(() -> {
                for (int i = 0; i < turns; i++) {
                    Norms.turn(matrix.detach(), u, v, eps, true);
                }
                return u;
            });
        }
        return Norms.divided(weight, matrix, u, v);
    }

    /** Makes the weight as it was computed last a parameter again. */
    public static <M extends Module> M removeSpectralNorm(M module, String name) {
        if (!module.namedBuffers().containsKey(name + "_u")) {
            throw new ArgumentException("spectral_norm of '" + name + "' not found in " + module);
        }
        boolean training = module.isTraining();
        module.eval();
        Tensor weight = module.computed(name).detach().clone();
        module.train(training);
        module.removeMember(name + "_orig");
        module.removeMember(name + "_u");
        module.removeMember(name + "_v");
        module.endComputed(name, weight, true);
        return module;
    }
}
