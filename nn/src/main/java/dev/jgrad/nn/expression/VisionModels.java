package dev.jgrad.nn.expression;

import dev.jgrad.nn.vision.BasicBlock;
import dev.jgrad.nn.vision.Bottleneck;
import dev.jgrad.nn.vision.MobileNetV2;
import dev.jgrad.nn.vision.ResNet;
import dev.jgrad.nn.vision.VGG;
import java.util.Map;

/** Whole models of torchvision, with random weights. */
final class VisionModels {
    private VisionModels() {}

    static void addTo(Map<String, ModuleFactory> all) {
        ModuleFactory.add(all, "resnet18", "weights=None, num_classes=1000", a -> ResNet.resnet18(classes(a)));
        ModuleFactory.add(all, "resnet34", "weights=None, num_classes=1000", a -> ResNet.resnet34(classes(a)));
        ModuleFactory.add(all, "resnet50", "weights=None, num_classes=1000", a -> ResNet.resnet50(classes(a)));
        ModuleFactory.add(all, "resnet101", "weights=None, num_classes=1000", a -> ResNet.resnet101(classes(a)));
        ModuleFactory.add(all, "resnet152", "weights=None, num_classes=1000", a -> ResNet.resnet152(classes(a)));
        ModuleFactory.add(all, "resnext50_32x4d", "weights=None, num_classes=1000", a -> ResNet.resnext50(classes(a)));
        ModuleFactory.add(
                all, "wide_resnet50_2", "weights=None, num_classes=1000", a -> ResNet.wideResnet50(classes(a)));
        ModuleFactory.add(
                all,
                "BasicBlock",
                "inplanes, planes, stride=1, downsample=None",
                a -> new BasicBlock(
                        a.integer("inplanes"), a.integer("planes"), a.integer("stride"), a.moduleOrNone("downsample")));
        ModuleFactory.add(
                all,
                "Bottleneck",
                "inplanes, planes, stride=1, downsample=None, groups=1, base_width=64",
                a -> new Bottleneck(
                        a.integer("inplanes"),
                        a.integer("planes"),
                        a.integer("stride"),
                        a.moduleOrNone("downsample"),
                        a.integer("groups"),
                        a.integer("base_width")));
        ModuleFactory.add(all, "vgg11", "weights=None, num_classes=1000", a -> VGG.vgg11(classes(a), false));
        ModuleFactory.add(all, "vgg11_bn", "weights=None, num_classes=1000", a -> VGG.vgg11(classes(a), true));
        ModuleFactory.add(all, "vgg13", "weights=None, num_classes=1000", a -> VGG.vgg13(classes(a), false));
        ModuleFactory.add(all, "vgg13_bn", "weights=None, num_classes=1000", a -> VGG.vgg13(classes(a), true));
        ModuleFactory.add(all, "vgg16", "weights=None, num_classes=1000", a -> VGG.vgg16(classes(a), false));
        ModuleFactory.add(all, "vgg16_bn", "weights=None, num_classes=1000", a -> VGG.vgg16(classes(a), true));
        ModuleFactory.add(all, "mobilenet_v2", "weights=None, num_classes=1000", a -> new MobileNetV2(classes(a)));
    }

    private static long classes(Arguments a) {
        return a.get("weights") == null
                ? a.integer("num_classes")
                : a.<Long>wrong("weights", "None: expressions build models with random weights");
    }
}
