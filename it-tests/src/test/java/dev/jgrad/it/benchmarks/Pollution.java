package dev.jgrad.it.benchmarks;

import static dev.jgrad.tensor.Tensors.rand;

import dev.jgrad.data.DType;
import dev.jgrad.tensor.Tensor;
import java.util.List;
import java.util.function.UnaryOperator;

/** A varied program, run before a measurement: in a monomorphic one every number is flattering. */
public final class Pollution {
    private static final List<UnaryOperator<Tensor>> OPERATIONS = List.of(
            x -> x.add(x),
            x -> x.mul(3),
            x -> x.sub(x.mul(x)),
            x -> x.div(x.abs().add(1)),
            x -> x.exp().log(),
            x -> x.tanh().mul(x.sigmoid()),
            x -> x.relu().add(x.neg()),
            x -> x.sum().add(x),
            x -> x.mean().mul(x),
            x -> x.t().matmul(x),
            x -> x.maximum(x.sin()),
            x -> x.pow(2).sqrt(),
            x -> x.select(0, 1).add(x.narrow(1, 0, x.size(1))),
            x -> x.clamp(0.2, 0.8).cumsum(0),
            x -> x.where(x.gt(0.5), x.mul(2)),
            x -> x.softmax(1));

    private Pollution() {}

    /** Every operation with two dtypes and four shapes, recorded and not, this many times. */
    public static void run(int rounds) {
        long[][] shapes = {{2, 3}, {5, 5}, {3, 1}, {16, 40}};
        for (int round = 0; round < rounds; round++) {
            for (UnaryOperator<Tensor> operation : OPERATIONS) {
                DType dtype = round % 3 == 0 ? DType.FLOAT64 : DType.FLOAT32;
                Tensor x = rand(shapes[round % shapes.length]).to(dtype);
                operation.apply(x);
                x.requiresGrad_();
                operation.apply(x).sum().backward();
            }
        }
    }
}
