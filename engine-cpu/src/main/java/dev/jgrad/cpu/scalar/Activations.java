package dev.jgrad.cpu.scalar;

/** Parts of activation functions that their gradients need again. Source: PyTorch's {@code Activation.cpp}. */
final class Activations {
    private static final double SQRT_HALF = 0.70710678118654752440;
    private static final double INV_SQRT_2PI = 0.39894228040143267794;
    private static final double GELU_BETA = 0.79788456080286535588;
    private static final double GELU_CUBIC = 0.044715;

    private Activations() {}

    /** What GELU's approximation takes tanh of. */
    static double geluInner(double x) {
        return GELU_BETA * (x + GELU_CUBIC * x * x * x);
    }

    static double geluGrad(double g, double x) {
        double cdf = 0.5 * (1 + ErrorFunction.erf(x * SQRT_HALF));
        double pdf = Math.exp(-0.5 * x * x) * INV_SQRT_2PI;
        return g * (cdf + x * pdf);
    }

    static double geluTanhGrad(double g, double x) {
        double t = Math.tanh(geluInner(x));
        double inner = GELU_BETA * (1 + 3 * GELU_CUBIC * x * x);
        return g * (0.5 * (1 + t) + 0.5 * x * (1 - t * t) * inner);
    }

    static double siluGrad(double g, double x) {
        double s = 1 / (1 + Math.exp(-x));
        return g * s * (1 + x * (1 - s));
    }

    static double softplusGrad(double g, double x, double beta, double threshold) {
        if (x * beta > threshold) {
            return g;
        }
        double z = Math.exp(x * beta);
        return g * z / (z + 1);
    }

    static double hardswishGrad(double g, double x) {
        return x <= -3 ? 0 : x >= 3 ? g : g * (x / 3 + 0.5);
    }
}
