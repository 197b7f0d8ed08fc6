package dev.jgrad.nn.vision;

import dev.jgrad.nn.Module;
import dev.jgrad.nn.layer.BatchNorm2d;
import dev.jgrad.nn.layer.Sequential;
import dev.jgrad.tensor.Tensor;

/** Widens, convolves each channel by itself, narrows; with a way around where the size stays. Sandler and others 2018. */
final class InvertedResidual extends Module {
    private final boolean around;
    private Module conv;

    InvertedResidual(long in, long out, long stride, long expansion) {
        around = stride == 1 && in == out;
        long hidden = in * expansion;
        Sequential layers = new Sequential();
        if (expansion != 1) {
            layers.append(new Conv2dNormActivation(in, hidden, 1, 1, 1));
        }
        layers.append(new Conv2dNormActivation(hidden, hidden, 3, stride, hidden))
                .append(Convolutions.of1x1(hidden, out, 1))
                .append(new BatchNorm2d(out));
        conv = registerModule("conv", layers);
    }

    @Override
    public Tensor forward(Tensor input) {
        Tensor result = conv.call(input);
        return around ? input.add(result) : result;
    }
}
