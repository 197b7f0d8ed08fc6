package dev.jgrad.nn.layer;

import dev.jgrad.autograd.Grad;
import dev.jgrad.nn.Module;
import dev.jgrad.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/** Makes the running statistics of batch normalisation anew, for weights that were set and not trained. */
public final class RunningStatistics {
    private RunningStatistics() {}

    /**
     * Runs all batches through the net once; the statistics are their mean then. Without batch normalisation nothing is run.
     * {@code torch.optim.swa_utils.update_bn}.
     */
    public static void update(Iterable<Tensor> batches, Module model) {
        Map<BatchNorm, NormOptions> before = new LinkedHashMap<>();
        for (Module m : model.modules()) {
            if (m instanceof BatchNorm norm) {
                norm.resetRunningStats();
                before.put(norm, norm.options);
            }
        }
        if (before.isEmpty()) {
            return;
        }
        boolean training = model.isTraining();
        try (var _ = Grad.disabled()) {
            model.train();
            before.forEach((norm, options) -> norm.options = options.withMomentum(null));
            for (Tensor batch : batches) {
                model.call(batch);
            }
        } finally {
            before.forEach((norm, options) -> norm.options = options);
            model.train(training);
        }
    }
}
