/**
 * Layers and containers: what {@code torch.nn} offers besides losses, one class per file under PyTorch's name.
 *
 * <p>Constructors take the required arguments, and in a second form what PyTorch names by keyword. Names, order and initial
 * distribution of parameters are PyTorch's, so states can be exchanged. {@link dev.jgrad.nn.layer.Sequential} and {@link
 * dev.jgrad.nn.layer.Linear} are good ones to read first.
 */
@NullMarked
package dev.jgrad.nn.layer;

import org.jspecify.annotations.NullMarked;
