package dev.jgrad.op;

import dev.jgrad.data.DType;
import dev.jgrad.data.Promotion;
import dev.jgrad.spi.Backend;
import dev.jgrad.tensor.DTypes;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import dev.jgrad.tensor.Tensors;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/** Functions too rare for kernels of their own: evaluated on the host in float64, element by element, unrecorded. */
final class HostFunctions {
    private HostFunctions() {}

    static Tensor map(Tensor x, DoubleUnaryOperator f) {
        if (Batching.isBatched(x)) {
            return Batching.raise(map(Batching.lower(x), f), Dispatcher.backend(x));
        }
        double[] v = x.detach().to(DType.FLOAT64).contiguous().toDoubleArray();
        for (int i = 0; i < v.length; i++) {
            v[i] = f.applyAsDouble(v[i]);
        }
        return Tensors.tensor(
                new TensorOptions(DTypes.floating(x.dtype()), x.device()),
                v,
                TensorAccess.shown(x).sizes());
    }

    static Tensor map(Tensor a, Tensor b, DoubleBinaryOperator f) {
        Tensor[] both = Tensors.broadcastTensors(a.detach(), b.detach());
        if (Batching.anyBatched(a, b)) {
            Backend be = Dispatcher.backend("map", a, b);
            return Batching.raise(
                    map(Batching.lower(Batching.lift(both[0], be)), Batching.lower(Batching.lift(both[1], be)), f), be);
        }
        double[] x = both[0].to(DType.FLOAT64).contiguous().toDoubleArray();
        double[] y = both[1].to(DType.FLOAT64).contiguous().toDoubleArray();
        for (int i = 0; i < x.length; i++) {
            x[i] = f.applyAsDouble(x[i], y[i]);
        }
        DType dtype = DTypes.floating(Promotion.result(a.dtype(), a.dim() == 0, b.dtype(), b.dim() == 0));
        return Tensors.tensor(
                new TensorOptions(dtype, a.device()),
                x,
                TensorAccess.shown(both[0]).sizes());
    }

    /** A function of three numbers. */
    interface Ternary {
        double of(double a, double b, double c);
    }

    /** Of three tensors of one shape and dtype float64. */
    static Tensor map(Tensor a, Tensor b, Tensor c, Ternary f) {
        if (Batching.anyBatched(a, b, c)) {
            Backend be = Dispatcher.backend("map", a, b, c);
            return Batching.raise(map(onHost(a, be), onHost(b, be), onHost(c, be), f), be);
        }
        double[] x = a.contiguous().toDoubleArray();
        double[] y = b.contiguous().toDoubleArray();
        double[] z = c.contiguous().toDoubleArray();
        for (int i = 0; i < x.length; i++) {
            x[i] = f.of(x[i], y[i], z[i]);
        }
        return Tensors.tensor(
                new TensorOptions(DType.FLOAT64, a.device()),
                x,
                TensorAccess.shown(a).sizes());
    }

    private static Tensor onHost(Tensor t, Backend be) {
        return Batching.lower(Batching.lift(t, be));
    }
}
