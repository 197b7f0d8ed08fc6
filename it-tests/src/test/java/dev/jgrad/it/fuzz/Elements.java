package dev.jgrad.it.fuzz;

import dev.jgrad.data.DType;
import dev.jgrad.data.Dims;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import dev.jgrad.tensor.Tensors;
import java.util.Locale;
import java.util.Random;

/** Fills the tensors a program begins with. */
enum Elements {
    /** Ordinary numbers. */
    PLAIN {
        @Override
        double next(Random r) {
            return 4 * r.nextDouble() - 2;
        }
    },
    /** Small whole numbers, so that many are equal. */
    WHOLE {
        @Override
        double next(Random r) {
            return r.nextInt(7) - 2;
        }
    },
    /** Positive numbers. */
    POSITIVE {
        @Override
        double next(Random r) {
            return 0.2 + 2 * r.nextDouble();
        }
    },
    /** Numbers at which functions are special. */
    SPECIAL {
        @Override
        double next(Random r) {
            return r.nextInt(3) > 0 ? 4 * r.nextDouble() - 2 : ODD[r.nextInt(ODD.length)];
        }
    };

    private static final double[] ODD = {
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        0,
        -0.0,
        1e-40,
        -1e-40,
        3e9,
        1,
        -1,
        88.8,
        -104,
        65504,
        1e-7
    };

    abstract double next(Random r);

    /** A tensor of such elements; integers and truth values are small. */
    Tensor values(long seed, DType dtype, long... sizes) {
        Random random = new Random(seed);
        int n = Math.toIntExact(Dims.numel(sizes));
        if (dtype.isFloatingPoint()) {
            double[] v = new double[n];
            for (int i = 0; i < n; i++) {
                v[i] = next(random);
            }
            return Tensors.tensor(TensorOptions.dtype(dtype), v, sizes);
        }
        long[] v = new long[n];
        for (int i = 0; i < n; i++) {
            v[i] = dtype.isBool() ? random.nextInt(2) : random.nextInt(6) - (dtype.isSigned() && this == WHOLE ? 2 : 0);
        }
        return Tensors.tensor(TensorOptions.dtype(dtype), v, sizes);
    }

    /** How a program writes it. */
    String text(long seed, DType dtype, long... sizes) {
        return "values(" + name().toLowerCase(Locale.ROOT) + ", " + seed + ", " + dtype.name() + Texts.rest(sizes)
                + ")";
    }
}
