package dev.jgrad.cuda.contract;

import dev.jgrad.autograd.Grad;
import dev.jgrad.data.Device;
import dev.jgrad.tensor.Devices;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Generator;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;

/** ResNet-18 with few channels, written with functions alone: this module does not know the layers. */
final class ResidualNet {
    private static final long[] ONE = {1};

    private final List<Tensor> parameters = new ArrayList<>();
    private final Device device;
    private int next;

    /** The net with weights from a seed, made on the CPU and moved. */
    ResidualNet(long width, long classes, long seed, Device device) {
        this.device = device;
        Generator.manualSeed(seed);
        convolution(3, width, 7);
        long in = width;
        for (int stage = 0; stage < 4; stage++) {
            long out = width << stage;
            for (int block = 0; block < 2; block++) {
                convolution(in, out, 3);
                convolution(out, out, 3);
                if (stage > 0 && block == 0) {
                    convolution(in, out, 1);
                }
                in = out;
            }
        }
        parameter(Tensors.randn(classes, in).mul(0.1));
        parameter(Tensors.zeros(classes));
    }

    private void convolution(long in, long out, long kernel) {
        parameter(Tensors.randn(out, in, kernel, kernel).mul(Math.sqrt(2.0 / (in * kernel * kernel))));
        parameter(Tensors.ones(out));
        parameter(Tensors.zeros(out));
    }

    private void parameter(Tensor values) {
        try (var _ = Devices.use(Device.CPU)) {
            parameters.add(values.to(device).detach().requiresGrad_());
        }
    }

    List<Tensor> parameters() {
        return parameters;
    }

    private Tensor normalised(Tensor x, long stride, long padding) {
        Tensor weight = parameters.get(next++);
        long[] step = {stride};
        long[] edge = {padding};
        Tensor y = Functional.conv2d(x, weight, null, step, edge, ONE, 1);
        Tensor scale = parameters.get(next++);
        Tensor shift = parameters.get(next++);
        return Functional.batchNorm(y, null, null, scale, shift, true, 0.1, 1e-5);
    }

    private Tensor logits(Tensor images) {
        next = 0;
        Tensor x = Functional.relu(normalised(images, 2, 3));
        x = Functional.maxPool2d(x, new long[] {3}, new long[] {2}, ONE, ONE, false);
        for (int stage = 0; stage < 4; stage++) {
            for (int block = 0; block < 2; block++) {
                long stride = stage > 0 && block == 0 ? 2 : 1;
                Tensor y = Functional.relu(normalised(x, stride, 1));
                y = normalised(y, 1, 1);
                Tensor shortcut = stride == 1 ? x : normalised(x, stride, 0);
                x = Functional.relu(y.add(shortcut));
            }
        }
        Tensor features = x.mean(new int[] {2, 3}, false);
        return Functional.linear(features, parameters.get(next), parameters.get(next + 1));
    }

    /** The loss, whose graph is recorded. */
    Tensor loss(Tensor images, Tensor classes) {
        return Functional.crossEntropy(logits(images), classes);
    }

    /** A step down the gradient. */
    void step(double rate) {
        Grad.noGrad(() -> {
            for (Tensor p : parameters) {
                p.sub_(p.grad().mul(rate));
                p.setGrad(null);
            }
        });
    }
}
