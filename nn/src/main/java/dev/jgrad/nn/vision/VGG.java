package dev.jgrad.nn.vision;

import dev.jgrad.nn.Module;
import dev.jgrad.nn.init.FanMode;
import dev.jgrad.nn.init.Init;
import dev.jgrad.nn.init.Nonlinearity;
import dev.jgrad.nn.layer.AdaptiveAvgPool2d;
import dev.jgrad.nn.layer.BatchNorm2d;
import dev.jgrad.nn.layer.Conv2d;
import dev.jgrad.nn.layer.Dropout;
import dev.jgrad.nn.layer.Linear;
import dev.jgrad.nn.layer.MaxPool2d;
import dev.jgrad.nn.layer.OutputSize;
import dev.jgrad.nn.layer.ReLU;
import dev.jgrad.nn.layer.Sequential;
import dev.jgrad.tensor.Tensor;

/**
 * Plain stacks of 3×3 convolutions for pictures (batch, 3, height, width), with torchvision's names. Simonyan, Zisserman
 * 2014; {@code torchvision.models.VGG}.
 */
public final class VGG extends Module {
    /** Channels of a convolution each; 0 stands for a pooling. */
    private static final int[] VGG11 = {64, 0, 128, 0, 256, 256, 0, 512, 512, 0, 512, 512, 0};

    private static final int[] VGG13 = {64, 64, 0, 128, 128, 0, 256, 256, 0, 512, 512, 0, 512, 512, 0};
    private static final int[] VGG16 = {64, 64, 0, 128, 128, 0, 256, 256, 256, 0, 512, 512, 512, 0, 512, 512, 512, 0};

    private Module features;
    private Module avgpool;
    private Module classifier;

    private VGG(int[] plan, boolean batchNorm, long classes) {
        features = registerModule("features", features(plan, batchNorm));
        avgpool = registerModule("avgpool", new AdaptiveAvgPool2d(OutputSize.of(7, 7)));
        classifier = registerModule(
                "classifier",
                new Sequential(
                        new Linear(512 * 7 * 7, 4096),
                        new ReLU(true),
                        new Dropout(0.5),
                        new Linear(4096, 4096),
                        new ReLU(true),
                        new Dropout(0.5),
                        new Linear(4096, classes)));
        apply(VGG::initialise);
    }

    private static Sequential features(int[] plan, boolean batchNorm) {
        Sequential layers = new Sequential();
        long in = 3;
        for (int out : plan) {
            if (out == 0) {
                layers.append(new MaxPool2d(2));
                continue;
            }
            layers.append(new Conv2d(in, out, 3, 1, 1));
            if (batchNorm) {
                layers.append(new BatchNorm2d(out));
            }
            layers.append(new ReLU(true));
            in = out;
        }
        return layers;
    }

    private static void initialise(Module module) {
        if (module instanceof Conv2d conv) {
            Init.kaimingNormal_(conv.weight(), 0, FanMode.FAN_OUT, Nonlinearity.RELU);
            Init.zeros_(conv.getParameter("bias"));
        } else if (module instanceof Linear linear) {
            Init.normal_(linear.weight(), 0, 0.01);
            Init.zeros_(linear.getParameter("bias"));
        }
    }

    /** Eleven layers with random weights, with batch normalisation or without. */
    public static VGG vgg11(long classes, boolean batchNorm) {
        return new VGG(VGG11, batchNorm, classes);
    }

    /** Thirteen layers with random weights, with batch normalisation or without. */
    public static VGG vgg13(long classes, boolean batchNorm) {
        return new VGG(VGG13, batchNorm, classes);
    }

    /** Sixteen layers with random weights, with batch normalisation or without. */
    public static VGG vgg16(long classes, boolean batchNorm) {
        return new VGG(VGG16, batchNorm, classes);
    }

    @Override
    public Tensor forward(Tensor input) {
        return classifier.call(avgpool.call(features.call(input)).flatten(1));
    }
}
