/** Models for pictures, as torchvision has them, and {@link dev.jgrad.nn.vision.Weights} for them to start with. */
@NullMarked
package dev.jgrad.nn.vision;

import org.jspecify.annotations.NullMarked;
