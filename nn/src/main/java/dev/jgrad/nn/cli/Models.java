package dev.jgrad.nn.cli;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.nn.vision.ResNet;

/** The networks that commands know by name. */
final class Models {
    private Models() {}

    /** A residual network with random weights. */
    static ResNet resnet(String name, long classes) {
        return switch (name) {
            case "resnet18" -> ResNet.resnet18(classes);
            case "resnet34" -> ResNet.resnet34(classes);
            case "resnet50" -> ResNet.resnet50(classes);
            default ->
                throw new ArgumentException("there is no model '" + name + "'; there are resnet18, resnet34 and resnet50");
        };
    }
}
