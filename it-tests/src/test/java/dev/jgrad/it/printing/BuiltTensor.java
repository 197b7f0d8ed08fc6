package dev.jgrad.it.printing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jgrad.data.DType;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs the operation of a line, so that the result carries its node. */
final class BuiltTensor {
    private BuiltTensor() {}

    static Tensor of(JsonNode build, Map<String, Tensor> tensors) {
        List<Tensor> t = new ArrayList<>();
        List<Long> n = new ArrayList<>();
        for (JsonNode argument : build.get("args")) {
            for (JsonNode tensor : argument.has("tensors") ? argument.get("tensors") : List.of(argument)) {
                if (tensor.has("tensor")) {
                    t.add(leaf(tensor, tensors));
                }
            }
            for (JsonNode number : argument.has("ints") ? argument.get("ints") : List.of(argument.path("int"))) {
                if (number.isNumber()) {
                    n.add(number.longValue());
                }
            }
        }
        return switch (build.get("op").textValue()) {
            case "add" -> t.get(0).add(n.get(0));
            case "div" -> t.get(0).div(n.get(0));
            case "mean" -> t.get(0).mean();
            case "sum" -> t.get(0).sum();
            case "max" -> t.get(0).max();
            case "neg" -> t.get(0).neg();
            case "mm" -> t.get(0).mm(t.get(1));
            case "t" -> t.get(0).t();
            case "reshape" -> t.get(0).reshape(n.get(0));
            case "select" -> t.get(0).select(n.get(0).intValue(), n.get(1));
            case "unsqueeze" -> t.get(0).unsqueeze(n.get(0).intValue());
            case "clone" -> t.get(0).clone();
            case "detach" -> t.get(0).detach();
            case "cat" -> Tensors.cat(0, t.toArray(Tensor[]::new));
            case "nn.functional.linear" -> Functional.linear(t.get(0), t.get(1), t.get(2));
            case "nn.functional.conv2d" -> Functional.conv2d(t.get(0), t.get(1), null);
            case "nn.functional.mse_loss" -> Functional.mseLoss(t.get(0), t.get(1));
            default -> throw new IllegalArgumentException(build.toString());
        };
    }

    private static Tensor leaf(JsonNode value, Map<String, Tensor> tensors) {
        Tensor tensor = tensors.get(value.get("tensor").textValue())
                .to(DType.of(value.get("dtype").textValue()));
        return value.path("requires_grad").asBoolean(false) ? tensor.clone().requiresGrad_() : tensor;
    }
}
