package dev.jgrad.tensor;

/**
 * A variance and the mean it belongs to: what {@code torch.var_mean} returns.
 *
 * @param var the variance
 * @param mean the mean
 */
public record VarMean(Tensor var, Tensor mean) {
    /** The text PyTorch prints. */
    @Override
    public String toString() {
        return ReturnTypes.text("", new String[] {"var", "mean"}, var, mean);
    }
}
