package dev.jgrad.nn.vision;

import dev.jgrad.nn.layer.Conv2d;
import dev.jgrad.nn.layer.ConvOptions;

/** The two convolutions of which residual networks are made; without bias, as a batch normalisation follows. */
final class Convolutions {
    private Convolutions() {}

    /** Keeps height and width but for the stride. */
    static Conv2d of3x3(long in, long out, long stride, long groups) {
        return new Conv2d(
                in,
                out,
                3,
                ConvOptions.stride(stride).withPadding(1).withGroups(groups).withBias(false));
    }

    static Conv2d of1x1(long in, long out, long stride) {
        return new Conv2d(in, out, 1, ConvOptions.stride(stride).withBias(false));
    }
}
