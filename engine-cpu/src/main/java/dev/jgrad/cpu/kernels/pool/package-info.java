/**
 * Pooling in plain Java. A pooling of any kind is a list of windows per spatial dimension ({@link
 * dev.jgrad.cpu.kernels.pool.Windows}); the passes go over rows of the image, for all channels of a pixel at once where
 * channels are innermost in memory, channel by channel otherwise.
 */
@NullMarked
package dev.jgrad.cpu.kernels.pool;

import org.jspecify.annotations.NullMarked;
