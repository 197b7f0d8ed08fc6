package dev.jgrad.nn.vision;

import dev.jgrad.nn.Module;
import dev.jgrad.nn.layer.BatchNorm2d;
import dev.jgrad.nn.layer.ReLU;
import dev.jgrad.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Two convolutions and a way around them, the block of ResNet-18 and -34. {@code torchvision.models.resnet.BasicBlock}. */
public final class BasicBlock extends Module {
    /** Channels of the result per plane. */
    static final int EXPANSION = 1;

    private Module conv1;
    private Module bn1;
    private Module relu;
    private Module conv2;
    private Module bn2;
    private @Nullable Module downsample;
    private final long stride;

    /** Without change of size. */
    public BasicBlock(long inPlanes, long planes) {
        this(inPlanes, planes, 1, null);
    }

    /** With a stride, and what brings the input to the size of the result, or null. */
    public BasicBlock(long inPlanes, long planes, long stride, @Nullable Module downsample) {
        this.stride = stride;
        conv1 = registerModule("conv1", Convolutions.of3x3(inPlanes, planes, stride, 1));
        bn1 = registerModule("bn1", new BatchNorm2d(planes));
        relu = registerModule("relu", new ReLU(true));
        conv2 = registerModule("conv2", Convolutions.of3x3(planes, planes, 1, 1));
        bn2 = registerModule("bn2", new BatchNorm2d(planes));
        if (downsample != null) {
            this.downsample = registerModule("downsample", downsample);
        }
    }

    /** The step of the first convolution. */
    public long stride() {
        return stride;
    }

    /** What brings the input to the size of the result, or null. */
    public @Nullable Module downsample() {
        return downsample;
    }

    @Override
    public Tensor forward(Tensor input) {
        Tensor x = relu.call(bn1.call(conv1.call(input)));
        x = bn2.call(conv2.call(x));
        return relu.call(x.add_(downsample == null ? input : downsample.call(input)));
    }
}
