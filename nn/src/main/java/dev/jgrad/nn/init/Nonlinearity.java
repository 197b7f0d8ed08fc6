package dev.jgrad.nn.init;

/** The function after a layer, by which the spread of its weights is scaled. */
public enum Nonlinearity {
    /** None: gain 1. */
    LINEAR,
    /** A convolution: gain 1. */
    CONV,
    /** Sigmoid: gain 1. */
    SIGMOID,
    /** Hyperbolic tangent: gain 5/3. */
    TANH,
    /** ReLU: gain sqrt(2). */
    RELU,
    /** Leaky ReLU: gain sqrt(2 / (1 + slope²)). */
    LEAKY_RELU,
    /** SELU: gain 3/4. */
    SELU;

    /** The recommended factor for the standard deviation: {@code torch.nn.init.calculate_gain}. */
    public double gain() {
        return gain(0.01);
    }

    /** The same with the negative slope of {@link #LEAKY_RELU}. */
    public double gain(double slope) {
        return switch (this) {
            case LINEAR, CONV, SIGMOID -> 1;
            case TANH -> 5.0 / 3;
            case RELU -> Math.sqrt(2);
            case LEAKY_RELU -> Math.sqrt(2 / (1 + slope * slope));
            case SELU -> 0.75;
        };
    }
}
