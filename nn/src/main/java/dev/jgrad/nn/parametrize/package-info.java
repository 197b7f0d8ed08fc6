/**
 * Parameters that are computed from others: {@code torch.nn.utils.parametrize} and what is built on it.
 *
 * <p>{@link dev.jgrad.nn.parametrize.Parametrize} puts a module between a parameter and the layer that uses it; {@link
 * dev.jgrad.nn.parametrize.Parametrizations} has the known ones. {@link dev.jgrad.nn.parametrize.WeightNorm} and {@link
 * dev.jgrad.nn.parametrize.SpectralNorm} are PyTorch's older forms, with their names in states.
 *
 * <p>The computed tensor is made anew before each {@code call} of the layer. Its accessor, {@code linear.weight()}, gives the
 * one of the last call; {@code module.computed("weight")} computes it now.
 */
@NullMarked
package dev.jgrad.nn.parametrize;

import org.jspecify.annotations.NullMarked;
