package dev.jgrad.tensor;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.op.Outputs;
import java.util.List;
import java.util.function.Supplier;

/**
 * PyTorch's {@code out=} for every operation: {@code torch.add(a, b, out=c)} is
 *
 * <pre>{@code
 * Out.into(c, () -> a.add(b));
 * }</pre>
 *
 * <p>The result is cast where its kind of number allows. A {@code c} of its shape is written to in place and counts a
 * version; one of another shape gets new memory, with a warning if it had elements. Operands may overlap with {@code c}: the
 * operation ends before the first element is written.
 */
public final class Out {
    private Out() {}

    /**
     * Writes the result of an operation into a tensor.
     *
     * @return {@code out}
     * @throws dev.jgrad.data.DTypeException when the result cannot be cast, floating numbers to integers for one
     * @throws dev.jgrad.data.AutogradException when recording is on and an operand or {@code out} requires a gradient
     * @throws dev.jgrad.data.DeviceException when {@code out} is on another device
     * @throws dev.jgrad.data.ShapeException when elements of {@code out} share memory
     */
    public static Tensor into(Tensor out, Supplier<Tensor> operation) {
        return Outputs.write(out, operation.get());
    }

    /**
     * The same for an operation with several results, one tensor for each: {@code Out.into(List.of(v, i), () -> {
     * var r = x.sort(); return List.of(r.values(), r.indices()); })}.
     *
     * @return {@code outs}
     */
    public static List<Tensor> into(List<Tensor> outs, Supplier<List<Tensor>> operation) {
        List<Tensor> results = operation.get();
        if (results.size() != outs.size()) {
            throw new ArgumentException("expected " + results.size()
                    + " tensors to write into, one for each result, but" + " got " + outs.size());
        }
        for (int i = 0; i < outs.size(); i++) {
            Outputs.write(outs.get(i), results.get(i));
        }
        return outs;
    }
}
