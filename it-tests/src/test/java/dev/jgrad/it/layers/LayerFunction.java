package dev.jgrad.it.layers;

import dev.jgrad.data.DType;
import dev.jgrad.nn.FunctionalCall;
import dev.jgrad.nn.Module;
import dev.jgrad.nn.expression.ModuleExpression;
import dev.jgrad.tensor.Generator;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import dev.jgrad.testkit.OpSamples;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A module as a function of one vector: its differentiable inputs and all its parameters, one after another, to all its
 * results, one after another. Finite differences then take one pass over the vector, not one for each pair of tensors.
 * What is random is the same in each call.
 */
final class LayerFunction {
    private final LayerSample sample;
    private final Module module;
    private final Map<String, Tensor> parameters;

    LayerFunction(LayerSample sample, boolean training) {
        this.sample = sample;
        this.module = ModuleExpression.build(sample.expression()).to(DType.FLOAT64);
        module.train(training);
        this.parameters = module.namedParameters();
        for (Tensor buffer : module.buffers()) {
            if (buffer.isFloatingPoint()) {
                buffer.copy_(OpSamples.values(77, 0.5, 1.5, buffer.shape().toArray()));
            }
        }
    }

    /** Where it is differentiated. */
    Tensor point() {
        List<Tensor> parts = new ArrayList<>();
        for (LayerInput input : sample.inputs()) {
            if (input != null && input.differentiable()) {
                parts.add(input.tensor().reshape(-1));
            }
        }
        int seed = 100;
        for (Tensor parameter : parameters.values()) {
            parts.add(OpSamples.values(seed++, -1, 1.1, parameter.shape().toArray())
                    .reshape(-1));
        }
        return Tensors.cat(0, parts.toArray(Tensor[]::new)).requiresGrad_();
    }

    Tensor apply(Tensor vector) {
        Generator.manualSeed(11);
        List<@Nullable Tensor> inputs = new ArrayList<>();
        long at = 0;
        for (LayerInput input : sample.inputs()) {
            if (input == null || !input.differentiable()) {
                inputs.add(input == null ? null : input.tensor());
            } else {
                inputs.add(piece(vector, at, input.tensor()));
                at += input.tensor().numel();
            }
        }
        inputs.set(0, sample.before().apply(Objects.requireNonNull(inputs.getFirst())));
        Map<String, Tensor> replaced = new LinkedHashMap<>();
        for (Map.Entry<String, Tensor> parameter : parameters.entrySet()) {
            replaced.put(parameter.getKey(), piece(vector, at, parameter.getValue()));
            at += parameter.getValue().numel();
        }
        List<Tensor> results = new ArrayList<>();
        for (Tensor result : FunctionalCall.with(module, replaced, () -> module.callAll(inputs))) {
            if (result != null && result.isFloatingPoint()) {
                results.add(result.reshape(-1));
            }
        }
        return Tensors.cat(0, results.toArray(Tensor[]::new));
    }

    private static Tensor piece(Tensor vector, long at, Tensor like) {
        return vector.narrow(0, at, like.numel()).reshape(like.shape().toArray());
    }

    /** Which numbers of the vector are what, for messages. */
    String layout() {
        StringBuilder b = new StringBuilder("rows of the Jacobian:");
        long at = 0;
        for (int i = 0; i < sample.inputs().size(); i++) {
            LayerInput input = sample.inputs().get(i);
            if (input != null && input.differentiable()) {
                b.append(" input ").append(i).append(" from ").append(at);
                at += input.tensor().numel();
            }
        }
        for (Map.Entry<String, Tensor> parameter : parameters.entrySet()) {
            b.append(", ").append(parameter.getKey()).append(" from ").append(at);
            at += parameter.getValue().numel();
        }
        return b.toString();
    }
}
