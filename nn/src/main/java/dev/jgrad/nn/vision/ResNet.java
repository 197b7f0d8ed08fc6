package dev.jgrad.nn.vision;

import dev.jgrad.io.Checkpoint;
import dev.jgrad.nn.Module;
import dev.jgrad.nn.init.FanMode;
import dev.jgrad.nn.init.Init;
import dev.jgrad.nn.init.Nonlinearity;
import dev.jgrad.nn.layer.AdaptiveAvgPool2d;
import dev.jgrad.nn.layer.BatchNorm2d;
import dev.jgrad.nn.layer.Conv2d;
import dev.jgrad.nn.layer.ConvOptions;
import dev.jgrad.nn.layer.Linear;
import dev.jgrad.nn.layer.MaxPool2d;
import dev.jgrad.nn.layer.OutputSize;
import dev.jgrad.nn.layer.ReLU;
import dev.jgrad.nn.layer.Sequential;
import dev.jgrad.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Residual networks for pictures (batch, 3, height, width), with torchvision's names, so that its weights load. He and others
 * 2015; {@code torchvision.models.ResNet}.
 *
 * <pre>{@code
 * ResNet model = ResNet.resnet18(Weights.DEFAULT);
 * model.requiresGrad_(false);
 * model.setFc(new Linear(512, 10));
 * }</pre>
 */
public final class ResNet extends Module {
    private record Plan(boolean bottleneck, int[] blocks, long groups, long widthPerGroup) {
        Plan(boolean bottleneck, int... blocks) {
            this(bottleneck, blocks, 1, 64);
        }
    }

    private final Plan plan;
    private long inPlanes = 64;
    private Module conv1;
    private Module bn1;
    private Module relu;
    private Module maxpool;
    private Module layer1;
    private Module layer2;
    private Module layer3;
    private Module layer4;
    private Module avgpool;
    private Module fc;

    private ResNet(Plan plan, long classes) {
        this.plan = plan;
        conv1 = registerModule(
                "conv1",
                new Conv2d(3, 64, 7, ConvOptions.stride(2).withPadding(3).withBias(false)));
        bn1 = registerModule("bn1", new BatchNorm2d(64));
        relu = registerModule("relu", new ReLU(true));
        maxpool = registerModule("maxpool", new MaxPool2d(3, 2, 1));
        layer1 = registerModule("layer1", layer(0, 64, 1));
        layer2 = registerModule("layer2", layer(1, 128, 2));
        layer3 = registerModule("layer3", layer(2, 256, 2));
        layer4 = registerModule("layer4", layer(3, 512, 2));
        avgpool = registerModule("avgpool", new AdaptiveAvgPool2d(OutputSize.of(1, 1)));
        fc = registerModule("fc", new Linear(inPlanes, classes));
        apply(ResNet::initialise);
    }

    private Sequential layer(int index, long planes, long stride) {
        long width = planes * (plan.bottleneck ? Bottleneck.EXPANSION : BasicBlock.EXPANSION);
        Sequential blocks = new Sequential();
        for (int i = 0; i < plan.blocks[index]; i++) {
            long step = i == 0 ? stride : 1;
            boolean changes = step != 1 || inPlanes != width;
            Module downsample =
                    changes ? new Sequential(Convolutions.of1x1(inPlanes, width, step), new BatchNorm2d(width)) : null;
            blocks.append(block(planes, step, downsample));
            inPlanes = width;
        }
        return blocks;
    }

    private Module block(long planes, long stride, @Nullable Module downsample) {
        return plan.bottleneck
                ? new Bottleneck(inPlanes, planes, stride, downsample, plan.groups, plan.widthPerGroup)
                : new BasicBlock(inPlanes, planes, stride, downsample);
    }

    private static void initialise(Module module) {
        if (module instanceof Conv2d conv) {
            Init.kaimingNormal_(conv.weight(), 0, FanMode.FAN_OUT, Nonlinearity.RELU);
        }
    }

    // ---- models ----------------------------------------------------------------------------------------------

    /** ResNet-18 for 1000 classes with random weights. */
    public static ResNet resnet18() {
        return resnet18(1000);
    }

    /** ResNet-18 with random weights. */
    public static ResNet resnet18(long classes) {
        return new ResNet(new Plan(false, 2, 2, 2, 2), classes);
    }

    /** ResNet-18 for 1000 classes with given weights. */
    public static ResNet resnet18(Weights weights) {
        return resnet18().load("resnet18", weights);
    }

    /** ResNet-34 for 1000 classes with random weights. */
    public static ResNet resnet34() {
        return resnet34(1000);
    }

    /** ResNet-34 with random weights. */
    public static ResNet resnet34(long classes) {
        return new ResNet(new Plan(false, 3, 4, 6, 3), classes);
    }

    /** ResNet-34 for 1000 classes with given weights. */
    public static ResNet resnet34(Weights weights) {
        return resnet34().load("resnet34", weights);
    }

    /** ResNet-50 for 1000 classes with random weights. */
    public static ResNet resnet50() {
        return resnet50(1000);
    }

    /** ResNet-50 with random weights. */
    public static ResNet resnet50(long classes) {
        return new ResNet(new Plan(true, 3, 4, 6, 3), classes);
    }

    /** ResNet-50 for 1000 classes with given weights. */
    public static ResNet resnet50(Weights weights) {
        return resnet50().load("resnet50", weights);
    }

    /** ResNet-101 with random weights. */
    public static ResNet resnet101(long classes) {
        return new ResNet(new Plan(true, 3, 4, 23, 3), classes);
    }

    /** ResNet-152 with random weights. */
    public static ResNet resnet152(long classes) {
        return new ResNet(new Plan(true, 3, 8, 36, 3), classes);
    }

    /** ResNeXt-50 (32×4d) with random weights. Xie and others 2016. */
    public static ResNet resnext50(long classes) {
        return new ResNet(new Plan(true, new int[] {3, 4, 6, 3}, 32, 4), classes);
    }

    /** Wide ResNet-50-2 with random weights. Zagoruyko, Komodakis 2016. */
    public static ResNet wideResnet50(long classes) {
        return new ResNet(new Plan(true, new int[] {3, 4, 6, 3}, 1, 128), classes);
    }

    private ResNet load(String name, Weights weights) {
        loadStateDict(Checkpoint.loadStateDict(weights.locate(name)));
        return this;
    }

    // ---- parts -----------------------------------------------------------------------------------------------

    /** The last layer, which makes classes of features. */
    public Module fc() {
        return fc;
    }

    /** Replaces the last layer: Python's {@code model.fc = nn.Linear(512, 10)}. */
    public ResNet setFc(Module head) {
        set("fc", head);
        return this;
    }

    /** The number of features that the last layer is given: 512, or 2048 with bottlenecks. */
    public long features() {
        return inPlanes;
    }

    @Override
    public Tensor forward(Tensor input) {
        Tensor x = maxpool.call(relu.call(bn1.call(conv1.call(input))));
        x = layer4.call(layer3.call(layer2.call(layer1.call(x))));
        return fc.call(avgpool.call(x).flatten(1));
    }
}
