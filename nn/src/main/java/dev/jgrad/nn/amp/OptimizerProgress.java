package dev.jgrad.nn.amp;

import dev.jgrad.autograd.Grad;
import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.DType;
import dev.jgrad.data.Device;
import dev.jgrad.nn.optim.Optimizer;
import dev.jgrad.nn.optim.ParamGroup;
import dev.jgrad.tensor.OptimizerSteps;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What has happened to an optimizer since a scaler's last update: whether its gradients are divided, and finite. */
final class OptimizerProgress {
    private enum Stage {
        READY,
        UNSCALED,
        STEPPED
    }

    private Stage stage = Stage.READY;
    private List<Tensor> nonFinite = List.of();
    private @Nullable Boolean found;

    boolean isUnscaled() {
        return stage == Stage.UNSCALED;
    }

    boolean hasStepped() {
        return stage == Stage.STEPPED;
    }

    void stepped() {
        stage = Stage.STEPPED;
    }

    /** True when there were gradients to look at. */
    boolean hasLooked() {
        return !nonFinite.isEmpty();
    }

    /** Waits for the gradients the first time it is asked. */
    boolean foundNonFinite() {
        if (found == null) {
            boolean any = false;
            for (Tensor t : nonFinite) {
                any |= t.itemBoolean();
            }
            found = any;
        }
        return found;
    }

    /** Divides the gradients of the optimizer's parameters by the scale and notes, without waiting, whether all are finite. */
    void unscale(Optimizer optimizer, float scale) {
        if (stage == Stage.UNSCALED) {
            throw new ArgumentException(
                    "unscale_() has already been called on this optimizer since the last update().");
        }
        if (stage == Stage.STEPPED) {
            throw new ArgumentException("unscale_() is being called after step().");
        }
        nonFinite = unscaleGradients(gradients(optimizer), scale);
        found = null;
        stage = Stage.UNSCALED;
    }

    private static List<Tensor> gradients(Optimizer optimizer) {
        List<Tensor> gradients = new ArrayList<>();
        for (ParamGroup group : optimizer.paramGroups()) {
            for (Tensor parameter : group.parameters()) {
                Tensor grad = OptimizerSteps.gradient(parameter);
                if (grad != null && grad.dtype() == DType.FLOAT16) {
                    throw new ArgumentException(
                            "Attempting to unscale FP16 gradients. Keep parameters in float32 and compute in an"
                                    + " autocast region");
                }
                if (grad != null) {
                    gradients.add(grad);
                }
            }
        }
        return gradients;
    }

    private static List<Tensor> unscaleGradients(List<Tensor> gradients, float scale) {
        double inverse = (float) (1.0 / scale);
        Map<Device, List<Tensor>> bad = new LinkedHashMap<>();
        try (var _ = Grad.disabled()) {
            for (Tensor gradient : gradients) {
                Tensor plain = gradient.detach();
                bad.computeIfAbsent(plain.device(), ignored -> new ArrayList<>())
                        .add(plain.isFinite().all().logicalNot());
                plain.mul_(inverse);
            }
            // One value for each device, so that a step waits once.
            return bad.values().stream()
                    .map(each -> Tensors.stack(0, each.toArray(Tensor[]::new)).any())
                    .toList();
        }
    }
}
