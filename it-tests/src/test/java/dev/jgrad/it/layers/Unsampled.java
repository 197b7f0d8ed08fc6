package dev.jgrad.it.layers;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;

/** The modules without a sample, and why there is none. */
enum Unsampled {
    /** Holds modules or parameters and computes nothing. */
    NO_FORWARD("ModuleList ModuleDict ParameterList ParameterDict"),
    /** Become another layer at their first call, which has samples; before it they have no parameters of a size. */
    LAZY("""
            LazyLinear LazyConv1d LazyConv2d LazyConv3d LazyConvTranspose1d LazyConvTranspose2d LazyConvTranspose3d
            LazyBatchNorm1d LazyBatchNorm2d LazyBatchNorm3d LazyInstanceNorm1d LazyInstanceNorm2d LazyInstanceNorm3d"""),
    /** Made of layers and blocks that have samples; finite differences by millions of parameters would take days. */
    WHOLE_MODELS("""
            resnet18 resnet34 resnet50 resnet101 resnet152 resnext50_32x4d wide_resnet50_2 vgg11 vgg11_bn vgg13
            vgg13_bn vgg16 vgg16_bn mobilenet_v2""");

    private final Set<String> modules;

    Unsampled(String modules) {
        this.modules = Set.of(modules.strip().split("\\s+"));
    }

    static Set<String> names() {
        Set<String> all = new TreeSet<>();
        Arrays.stream(values()).forEach(reason -> all.addAll(reason.modules));
        return all;
    }
}
