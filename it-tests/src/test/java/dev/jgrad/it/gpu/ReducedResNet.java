package dev.jgrad.it.gpu;

import dev.jgrad.nn.Module;
import dev.jgrad.nn.layer.AdaptiveAvgPool2d;
import dev.jgrad.nn.layer.BatchNorm2d;
import dev.jgrad.nn.layer.Conv2d;
import dev.jgrad.nn.layer.ConvOptions;
import dev.jgrad.nn.layer.Flatten;
import dev.jgrad.nn.layer.Linear;
import dev.jgrad.nn.layer.MaxPool2d;
import dev.jgrad.nn.layer.OutputSize;
import dev.jgrad.nn.layer.ReLU;
import dev.jgrad.nn.layer.Sequential;
import dev.jgrad.nn.vision.BasicBlock;

/** ResNet-18 with another number of channels: 64 is the real one, 4 is for simulated hardware. */
public final class ReducedResNet {
    private ReducedResNet() {}

    /** Eighteen layers, the first with this many channels. */
    public static Module of(long width, long classes) {
        Sequential net = new Sequential(
                new Conv2d(3, width, 7, ConvOptions.stride(2).withPadding(3).withBias(false)),
                new BatchNorm2d(width),
                new ReLU(true),
                new MaxPool2d(3, 2, 1));
        long in = width;
        for (int stage = 0; stage < 4; stage++) {
            long planes = width << stage;
            for (int i = 0; i < 2; i++) {
                long stride = stage > 0 && i == 0 ? 2 : 1;
                Module down = stride == 1 && in == planes
                        ? null
                        : new Sequential(
                                new Conv2d(
                                        in,
                                        planes,
                                        1,
                                        ConvOptions.stride(stride).withBias(false)),
                                new BatchNorm2d(planes));
                net.append(new BasicBlock(in, planes, stride, down));
                in = planes;
            }
        }
        net.append(new AdaptiveAvgPool2d(OutputSize.of(1, 1)));
        net.append(new Flatten());
        net.append(new Linear(in, classes));
        return net;
    }
}
