package dev.jgrad.it.fuzz;

import dev.jgrad.tensor.Tensor;

/** Whether shapes fit. */
final class Fit {
    private Fit() {}

    /** True when {@code from} broadcasts to the shape of {@code to}. */
    static boolean expands(Tensor from, Tensor to) {
        int shift = to.dim() - from.dim();
        for (int i = 0; i < from.dim(); i++) {
            if (shift < 0 || from.size(i) != 1 && from.size(i) != to.size(i + shift)) {
                return false;
            }
        }
        return shift >= 0;
    }

    /** True when both broadcast together. */
    static boolean together(Tensor a, Tensor b) {
        for (int i = 1; i <= Math.min(a.dim(), b.dim()); i++) {
            long m = a.size(-i);
            long n = b.size(-i);
            if (m != n && m != 1 && n != 1) {
                return false;
            }
        }
        return true;
    }
}
