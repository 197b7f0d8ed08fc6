package dev.jgrad.tensor;

/**
 * A standard deviation and the mean it belongs to: what {@code torch.std_mean} returns.
 *
 * @param std the standard deviation
 * @param mean the mean
 */
public record StdMean(Tensor std, Tensor mean) {
    /** The text PyTorch prints. */
    @Override
    public String toString() {
        return ReturnTypes.text("", new String[] {"std", "mean"}, std, mean);
    }
}
