package dev.jgrad.nn.init;

import dev.jgrad.data.DType;
import dev.jgrad.data.Device;
import dev.jgrad.tensor.TensorOptions;
import dev.jgrad.tensor.Tensors;

/** Random rows at right angles, by the Gram-Schmidt process run twice, which is as exact as a QR decomposition. */
final class OrthonormalRows {
    private OrthonormalRows() {}

    /** At most as many rows as columns, row-major. */
    static double[] random(int rows, int columns) {
        double[] m = Tensors.randn(new TensorOptions(DType.FLOAT64, Device.CPU), rows, columns)
                .toDoubleArray();
        for (int row = 0; row < rows; row++) {
            for (int pass = 0; pass < 2; pass++) {
                for (int before = 0; before < row; before++) {
                    subtractProjection(m, row * columns, before * columns, columns);
                }
            }
            scale(m, row * columns, columns, 1 / Math.sqrt(dot(m, row * columns, row * columns, columns)));
        }
        return m;
    }

    private static void subtractProjection(double[] m, int row, int unit, int columns) {
        double length = dot(m, row, unit, columns);
        for (int i = 0; i < columns; i++) {
            m[row + i] -= length * m[unit + i];
        }
    }

    private static double dot(double[] m, int a, int b, int columns) {
        double sum = 0;
        for (int i = 0; i < columns; i++) {
            sum += m[a + i] * m[b + i];
        }
        return sum;
    }

    private static void scale(double[] m, int row, int columns, double factor) {
        for (int i = 0; i < columns; i++) {
            m[row + i] *= factor;
        }
    }
}
