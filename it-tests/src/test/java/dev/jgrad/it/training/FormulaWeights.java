package dev.jgrad.it.training;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jgrad.data.DType;
import dev.jgrad.nn.layer.Linear;
import dev.jgrad.nn.vision.ResNet;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import dev.jgrad.tensor.Tensors;
import java.util.LinkedHashMap;
import java.util.Map;

/** Numbers of the suite that come from a formula instead of a file. */
final class FormulaWeights {
    private final int seed;
    private final DType dtype;

    FormulaWeights(int seed, DType dtype) {
        this.seed = seed;
        this.dtype = dtype;
    }

    /** Entry {@code k}: float32(a + b v), v in [-1, 1) from a hash of k and the position. */
    Tensor values(int k, double a, double b, long... sizes) {
        int count = 1;
        for (long size : sizes) {
            count *= (int) size;
        }
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            int x = seed + 0x9E3779B9 * (k + 1) + 0x85EBCA6B * (i + 1);
            x ^= x >>> 16;
            x *= 0x7FEB352D;
            x ^= x >>> 15;
            x *= 0x846CA68B;
            x ^= x >>> 16;
            double v = (x >>> 8) / (double) (1 << 23) - 1;
            values[i] = (float) (a + b * v);
        }
        return Tensors.tensor(TensorOptions.dtype(dtype), values, sizes);
    }

    ResNet resnet18() {
        ResNet model = ResNet.resnet18();
        model.to(dtype);
        Map<String, Tensor> state = new LinkedHashMap<>();
        int k = 0;
        for (Map.Entry<String, Tensor> entry : model.stateDict().entrySet()) {
            state.put(
                    entry.getKey(),
                    entry(k++, entry.getKey(), entry.getValue().shape().toArray()));
        }
        model.loadStateDict(state);
        return model;
    }

    private Tensor entry(int k, String name, long[] shape) {
        if (shape.length == 4) {
            return values(k, 0, Math.sqrt(6.0 / (shape[1] * shape[2] * shape[3])), shape);
        }
        if (shape.length == 2) {
            return values(k, 0, 1 / Math.sqrt(shape[1]), shape);
        }
        if (shape.length == 0) {
            return Tensors.scalar(0L);
        }
        if (name.equals("fc.bias")) {
            return values(k, 0, 1 / Math.sqrt(512), shape);
        }
        boolean one = name.endsWith(".weight") || name.endsWith(".running_var");
        return values(k, one ? 1 : 0, name.endsWith(".running_var") ? 0.5 : 0.1, shape);
    }

    Linear head(int classes) {
        Linear head = new Linear(512, classes);
        head.to(dtype);
        double b = 1 / Math.sqrt(512);
        head.loadStateDict(Map.of("weight", values(2000, 0, b, classes, 512), "bias", values(2001, 0, b, classes)));
        return head;
    }

    /** The suite's own checks of the formula. */
    void check(JsonNode checks, ResNet model, Tensor input) {
        Map<String, Tensor> state = model.stateDict();
        same(checks.get("first values of state_dict entry 0"), state.get("conv1.weight"));
        same(checks.get("first values of input"), input);
        double[] bias = state.get("fc.bias").toDoubleArray();
        assertEquals(checks.get("last value of fc.bias").asDouble(), bias[bias.length - 1]);
        double sum = 0;
        for (Tensor tensor : state.values()) {
            sum += tensor.isFloatingPoint() ? tensor.to(DType.FLOAT64).sum().item() : 0;
        }
        assertEquals(checks.get("sum of all float entries (float64)").asDouble(), sum, 1e-6);
    }

    private static void same(JsonNode expected, Tensor tensor) {
        double[] values = tensor.toDoubleArray();
        for (int i = 0; i < expected.size(); i++) {
            assertEquals(expected.get(i).asDouble(), values[i]);
        }
    }
}
