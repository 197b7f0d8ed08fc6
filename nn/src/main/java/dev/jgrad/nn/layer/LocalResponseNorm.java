package dev.jgrad.nn.layer;

import dev.jgrad.nn.Module;
import dev.jgrad.nn.Repr;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;

/** Divides by the activity of neighbouring channels. Krizhevsky and others 2012. {@code torch.nn.LocalResponseNorm}. */
public final class LocalResponseNorm extends Module {
    private final long size;
    private final double alpha;
    private final double beta;
    private final double k;

    /** With PyTorch's defaults. */
    public LocalResponseNorm(long size) {
        this(size, 1e-4, 0.75, 1);
    }

    /**
     * With all settings.
     *
     * @param size number of neighbours
     * @param alpha factor
     * @param beta exponent
     * @param k what is added
     */
    public LocalResponseNorm(long size, double alpha, double beta, double k) {
        this.size = size;
        this.alpha = alpha;
        this.beta = beta;
        this.k = k;
    }

    @Override
    public Tensor forward(Tensor input) {
        return Functional.localResponseNorm(input, size, alpha, beta, k);
    }

    @Override
    protected String extraRepr() {
        return size + ", alpha=" + Repr.of(alpha) + ", beta=" + Repr.of(beta) + ", k=" + Repr.of(k);
    }
}
