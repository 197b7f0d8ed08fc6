package dev.jgrad.cuda.contract;

import dev.jgrad.autograd.Grad;
import dev.jgrad.autograd.Guard;
import dev.jgrad.data.DType;
import dev.jgrad.data.Device;
import dev.jgrad.tensor.Devices;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.OptimizerSteps;
import dev.jgrad.tensor.StepNumbers;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import dev.jgrad.tensor.Tensors;

/** A little net with dropout, trained by hand; what it needs for a step, and its results. */
final class GraphNet {
    final Tensor x = Tensors.zeros(4, 6);
    final Tensor w = Tensors.full(TensorOptions.DEFAULT, 0.1, 6, 5).requiresGrad_();
    final Tensor v = Tensors.full(TensorOptions.DEFAULT, 0.2, 5, 1).requiresGrad_();
    final Tensor buffer = Tensors.zeros(6, 5);
    Tensor loss = Tensors.zeros(1);
    int steps;

    void step() {
        w.setGrad(null);
        v.setGrad(null);
        Tensor h = Functional.dropout(x.matmul(w).relu(), 0.4, true);
        loss = h.matmul(v).square().mean();
        loss.backward();
        Devices.outsideRecording(Device.cuda(0), () -> {
            steps++;
            try (Guard _ = Grad.disabled()) {
                OptimizerSteps.sgd_(
                        w, w.grad(), buffer, steps == 1, StepNumbers.fixed(0.1 / steps, 0.9, 0, 0), false, false);
                v.add_(v.grad(), -0.05 / steps);
            }
        });
    }

    void batch(int i) {
        double[] values = new double[24];
        for (int k = 0; k < 24; k++) {
            values[k] = Math.sin(k + 7 * i);
        }
        try (Guard _ = Grad.disabled()) {
            x.copy_(Tensors.tensor(TensorOptions.dtype(DType.FLOAT32), values, 4, 6));
        }
    }
}
