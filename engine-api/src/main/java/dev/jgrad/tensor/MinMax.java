package dev.jgrad.tensor;

/**
 * The least and the greatest value: what {@code torch.aminmax} returns.
 *
 * @param min the least value
 * @param max the greatest value
 */
public record MinMax(Tensor min, Tensor max) {
    /** The text PyTorch prints. */
    @Override
    public String toString() {
        return ReturnTypes.text("aminmax", new String[] {"min", "max"}, min, max);
    }
}
