package dev.jgrad.nn.cli;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.DType;
import dev.jgrad.data.JgradException;
import dev.jgrad.nn.Module;
import dev.jgrad.nn.expression.ModuleExpression;
import dev.jgrad.nn.layer.Conv2d;
import dev.jgrad.nn.layer.Embedding;
import dev.jgrad.nn.layer.Linear;
import dev.jgrad.nn.vision.ResNet;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import dev.jgrad.tensor.Tensors;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Models as they are named on the command line, and inputs that fit them. */
final class Models {
    private Models() {}

    /** A residual network with random weights. */
    static ResNet resnet(String name, long classes) {
        return switch (name) {
            case "resnet18" -> ResNet.resnet18(classes);
            case "resnet34" -> ResNet.resnet34(classes);
            case "resnet50" -> ResNet.resnet50(classes);
            default ->
                throw new ArgumentException(
                        "there is no model '" + name + "'; there are resnet18, resnet34 and resnet50");
        };
    }

    /** A file with the weights of a ResNet, the name of a model, or an expression in PyTorch's words. */
    static Module of(String text) {
        if (text.matches(".+\\.(pth|pt|safetensors)")) {
            Path file = Path.of(text);
            if (!Files.exists(file)) {
                throw new JgradException("there is no file " + file);
            }
            var saved = SavedModel.read(file);
            return saved.build(saved.guess());
        }
        return ModuleExpression.build(text.matches("\\w+") ? text + "()" : text);
    }

    /**
     * An input of ones.
     *
     * @param sizes as in {@code 1x3x64x64}, or null for what the model's first layer suggests
     */
    static Tensor input(Module model, @org.jspecify.annotations.Nullable String sizes) {
        Module first = firstLayer(model);
        long[] shape = sizes == null ? suggestion(model, first) : parse(sizes);
        return first instanceof Embedding
                ? Tensors.zeros(TensorOptions.dtype(DType.INT64), shape)
                : Tensors.ones(shape);
    }

    private static Module firstLayer(Module model) {
        return model.modules().stream()
                .filter(module -> module.children().isEmpty())
                .findFirst()
                .orElse(model);
    }

    private static long[] suggestion(Module model, Module first) {
        return switch (first) {
            case Conv2d conv -> new long[] {1, conv.inChannels(), 224, 224};
            case Linear linear -> new long[] {1, linear.inFeatures()};
            case Embedding _ -> new long[] {1, 16};
            default ->
                throw new ArgumentException("the input of "
                        + model.toString().replaceFirst("(?s)\\(.*", "") + " cannot be guessed; give its sizes, as in"
                        + " --input 1x3x64x64");
        };
    }

    private static long[] parse(String sizes) {
        if (!sizes.matches("\\d{1,9}([x,]\\d{1,9})*")) {
            throw new ArgumentException("'" + sizes + "' are no sizes; write them as in --input 1x3x64x64");
        }
        return Arrays.stream(sizes.split("[x,]")).mapToLong(Long::parseLong).toArray();
    }
}
