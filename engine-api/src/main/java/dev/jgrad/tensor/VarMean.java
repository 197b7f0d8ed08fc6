package dev.jgrad.tensor;

/**
 * A variance and the mean it belongs to: what {@code torch.var_mean} returns.
 *
 * @param var the variance
 * @param mean the mean
 */
public record VarMean(Tensor var, Tensor mean) {}
