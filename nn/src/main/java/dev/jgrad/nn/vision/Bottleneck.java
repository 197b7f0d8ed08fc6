package dev.jgrad.nn.vision;

import dev.jgrad.nn.Module;
import dev.jgrad.nn.layer.BatchNorm2d;
import dev.jgrad.nn.layer.ReLU;
import dev.jgrad.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A convolution between two that narrow and widen, and a way around them, the block of ResNet-50 and deeper ones; the stride
 * is in the middle, as in torchvision. {@code torchvision.models.resnet.Bottleneck}.
 */
public final class Bottleneck extends Module {
    /** Channels of the result per plane. */
    static final int EXPANSION = 4;

    private Module conv1;
    private Module bn1;
    private Module conv2;
    private Module bn2;
    private Module conv3;
    private Module bn3;
    private Module relu;
    private @Nullable Module downsample;

    /** Without change of size. */
    public Bottleneck(long inPlanes, long planes) {
        this(inPlanes, planes, 1, null, 1, 64);
    }

    /**
     * With all settings.
     *
     * @param downsample what brings the input to the size of the result, or null
     * @param groups groups of the convolution in the middle (ResNeXt)
     * @param baseWidth channels of the convolution in the middle per 64 planes and group (wide ResNets)
     */
    public Bottleneck(
            long inPlanes, long planes, long stride, @Nullable Module downsample, long groups, long baseWidth) {
        long width = planes * baseWidth / 64 * groups;
        conv1 = registerModule("conv1", Convolutions.of1x1(inPlanes, width, 1));
        bn1 = registerModule("bn1", new BatchNorm2d(width));
        conv2 = registerModule("conv2", Convolutions.of3x3(width, width, stride, groups));
        bn2 = registerModule("bn2", new BatchNorm2d(width));
        conv3 = registerModule("conv3", Convolutions.of1x1(width, planes * EXPANSION, 1));
        bn3 = registerModule("bn3", new BatchNorm2d(planes * EXPANSION));
        relu = registerModule("relu", new ReLU(true));
        if (downsample != null) {
            this.downsample = registerModule("downsample", downsample);
        }
    }

    @Override
    public Tensor forward(Tensor input) {
        Tensor x = relu.call(bn1.call(conv1.call(input)));
        x = relu.call(bn2.call(conv2.call(x)));
        x = bn3.call(conv3.call(x));
        return relu.call(x.add_(downsample == null ? input : downsample.call(input)));
    }
}
