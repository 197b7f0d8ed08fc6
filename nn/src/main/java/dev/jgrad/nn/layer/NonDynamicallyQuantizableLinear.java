package dev.jgrad.nn.layer;

/** The projection at the end of attention; PyTorch has a class of its own for it, whose name appears when it is printed. */
final class NonDynamicallyQuantizableLinear extends Linear {
    NonDynamicallyQuantizableLinear(long inFeatures, long outFeatures, boolean bias) {
        super(inFeatures, outFeatures, bias);
    }
}
