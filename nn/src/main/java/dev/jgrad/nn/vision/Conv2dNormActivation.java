package dev.jgrad.nn.vision;

import dev.jgrad.nn.layer.BatchNorm2d;
import dev.jgrad.nn.layer.Conv2d;
import dev.jgrad.nn.layer.ConvOptions;
import dev.jgrad.nn.layer.ReLU6;
import dev.jgrad.nn.layer.Sequential;

/** A convolution, its normalisation and a rectifier cut off at 6, as torchvision groups and prints them. */
final class Conv2dNormActivation extends Sequential {
    Conv2dNormActivation(long in, long out, long kernel, long stride, long groups) {
        super(
                new Conv2d(
                        in,
                        out,
                        kernel,
                        ConvOptions.stride(stride)
                                .withPadding((kernel - 1) / 2)
                                .withGroups(groups)
                                .withBias(false)),
                new BatchNorm2d(out),
                new ReLU6(true));
    }
}
