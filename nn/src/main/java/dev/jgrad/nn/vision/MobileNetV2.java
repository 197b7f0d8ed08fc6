package dev.jgrad.nn.vision;

import dev.jgrad.nn.Module;
import dev.jgrad.nn.init.FanMode;
import dev.jgrad.nn.init.Init;
import dev.jgrad.nn.init.Nonlinearity;
import dev.jgrad.nn.layer.Conv2d;
import dev.jgrad.nn.layer.Dropout;
import dev.jgrad.nn.layer.Linear;
import dev.jgrad.nn.layer.Sequential;
import dev.jgrad.tensor.Tensor;

/**
 * A small network for pictures (batch, 3, height, width), with torchvision's names. Sandler and others 2018; {@code
 * torchvision.models.MobileNetV2}.
 */
public final class MobileNetV2 extends Module {
    /** Expansion, channels, number of blocks, stride of the first. */
    private static final int[][] BLOCKS = {
        {1, 16, 1, 1}, {6, 24, 2, 2}, {6, 32, 3, 2}, {6, 64, 4, 2}, {6, 96, 3, 1}, {6, 160, 3, 2}, {6, 320, 1, 1}
    };

    private Module features;
    private Module classifier;

    /** With random weights. */
    public MobileNetV2(long classes) {
        Sequential layers = new Sequential(new Conv2dNormActivation(3, 32, 3, 2, 1));
        long in = 32;
        for (int[] block : BLOCKS) {
            for (int i = 0; i < block[2]; i++) {
                layers.append(new InvertedResidual(in, block[1], i == 0 ? block[3] : 1, block[0]));
                in = block[1];
            }
        }
        layers.append(new Conv2dNormActivation(in, 1280, 1, 1, 1));
        features = registerModule("features", layers);
        classifier = registerModule("classifier", new Sequential(new Dropout(0.2), new Linear(1280, classes)));
        apply(MobileNetV2::initialise);
    }

    private static void initialise(Module module) {
        if (module instanceof Conv2d conv) {
            Init.kaimingNormal_(conv.weight(), 0, FanMode.FAN_OUT, Nonlinearity.LEAKY_RELU);
        } else if (module instanceof Linear linear) {
            Init.normal_(linear.weight(), 0, 0.01);
            Init.zeros_(linear.getParameter("bias"));
        }
    }

    @Override
    public Tensor forward(Tensor input) {
        return classifier.call(features.call(input).mean(new int[] {2, 3}, false));
    }
}
