/**
 * Convolution in plain Java, as blocked matrix products whose panels are cut out of the images when they are needed:
 * what im2col would write down is never in memory as a whole. {@link dev.jgrad.cpu.kernels.conv.Taps} says which pixel
 * lies under which tap; the gradient of the input differs from the forward pass in nothing else.
 */
@NullMarked
package dev.jgrad.cpu.kernels.conv;

import org.jspecify.annotations.NullMarked;
