package dev.jgrad.it.fuzz;

import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import dev.jgrad.it.fuzz.KernelCall.Data;
import dev.jgrad.spi.Backend;
import dev.jgrad.spi.Buffer;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/** Moves what a kernel reads and writes by some rounding errors. */
final class Rounder {
    private final Backend backend;

    Rounder(Backend backend) {
        this.backend = backend;
    }

    /** Replaces what is summed by numbers close by, each element of a view by one of its own. */
    void shakeInputs(KernelCall call) {
        if (call.sums() || call.addsFew()) {
            double terms = terms(call);
            for (Data d : call.inputs()) {
                Layout from = layout(d);
                Layout to = Layout.contiguous(from.sizes());
                double[] elements = read(call, d, from);
                shake(elements, d.dtype(), terms);
                Buffer fresh = backend.allocate(d.dtype(), Math.max(1, to.numel()));
                write(call, elements, d.dtype(), fresh, to);
                call.arguments()[d.at()] = fresh;
                if (d.layout() != null) {
                    call.arguments()[d.at() + 1] = to;
                }
            }
        }
    }

    /** Moves the results; where the order of a sum decides whether it overflows, nothing is known about it. */
    void shakeOutputs(KernelCall call) {
        double reach = call.sums() ? reach(call) : 0;
        boolean overflows = call.sums() && overflows(call, reach);
        for (Data d : call.outputs()) {
            Layout layout = layout(d);
            double[] elements = read(call, d, layout);
            shake(elements, d.dtype(), 1);
            if (reach > 0) {
                Arrays.setAll(elements, i -> Noise.cancels(elements[i], reach, d.dtype()) ? 0 : elements[i]);
            }
            if (call.isOffByUnitsOfOne()) {
                Arrays.setAll(elements, i -> elements[i] + Noise.factor(d.dtype(), 1) - 1);
            }
            if (overflows) {
                Arrays.fill(elements, Double.NaN);
            }
            write(call, elements, d.dtype(), d.buffer(), layout);
        }
    }

    /** The product of the greatest inputs, about the largest term of a sum. */
    private double reach(KernelCall call) {
        double reach = 1;
        for (Data d : call.inputs()) {
            double greatest = Arrays.stream(read(call, d, layout(d)))
                    .map(Math::abs)
                    .filter(Double::isFinite)
                    .max()
                    .orElse(0);
            reach *= Math.max(1, greatest) * (call.squares() ? Math.max(1, greatest) : 1);
        }
        return reach;
    }

    /** Whether as many such products as there are exceed the dtype; halves are summed as float32. */
    private boolean overflows(KernelCall call, double reach) {
        long terms = 1;
        double most = Double.MAX_VALUE;
        for (Data d : call.inputs()) {
            terms = Math.max(terms, layout(d).numel());
            most = d.dtype() == DType.FLOAT64 ? most : Float.MAX_VALUE;
        }
        return reach > most / terms;
    }

    private static Layout layout(Data d) {
        return d.layout() != null
                ? d.layout()
                : Layout.contiguous(d.buffer().byteSize() / d.dtype().byteSize());
    }

    /** Each element by itself, and all of them together: a sum of positive numbers is off to one side. */
    private static void shake(double[] elements, DType dtype, double terms) {
        if (Noise.isCoarse()) {
            Arrays.setAll(elements, i -> Noise.coarse(elements[i], dtype));
            return;
        }
        double all = Noise.factor(dtype, terms);
        for (int i = 0; i < elements.length; i++) {
            elements[i] = Noise.flushes(elements[i], dtype)
                    ? Math.copySign(0, elements[i])
                    : elements[i] * all * Noise.factor(dtype, terms);
        }
    }

    /** About how many products or numbers are added for a result. */
    private static double terms(KernelCall call) {
        double product = 1;
        double most = 1;
        for (Data d : call.inputs()) {
            double n = layout(d).numel();
            product *= Math.max(1, n);
            most = Math.max(most, n);
        }
        double least = most;
        for (Data d : call.outputs()) {
            least = Math.min(least, Math.max(1, layout(d).numel()));
        }
        return call.multiplies() ? Math.sqrt(product / least) : most / least;
    }

    private double[] read(KernelCall call, Data d, Layout layout) {
        Layout dense = Layout.contiguous(layout.sizes());
        double[] out = new double[Math.toIntExact(dense.numel())];
        Buffer wide = backend.allocate(DType.FLOAT64, Math.max(1, dense.numel()));
        backend.elementwise().copy(call.stream(), DType.FLOAT64, wide, dense, d.dtype(), d.buffer(), layout);
        backend.download(call.stream(), DType.FLOAT64, wide, 0, MemorySegment.ofArray(out), out.length);
        return out;
    }

    private void write(KernelCall call, double[] elements, DType dtype, Buffer target, Layout layout) {
        Layout dense = Layout.contiguous(layout.sizes());
        Buffer wide = backend.allocate(DType.FLOAT64, Math.max(1, dense.numel()));
        backend.upload(call.stream(), DType.FLOAT64, wide, 0, MemorySegment.ofArray(elements), elements.length);
        backend.elementwise().copy(call.stream(), dtype, target, layout, DType.FLOAT64, wide, dense);
    }
}
