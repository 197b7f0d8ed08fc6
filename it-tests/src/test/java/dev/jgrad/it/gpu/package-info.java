/**
 * Programs that {@code engine-cuda/gpu/prove} runs on a machine with a GPU, and a test of that script. They say on their last
 * line whether they found what they should, and write {@link dev.jgrad.it.gpu.Findings} from which {@link
 * dev.jgrad.it.gpu.GpuReport} makes a page. Without a GPU they run on the simulated CUDA, smaller.
 */
@NullMarked
package dev.jgrad.it.gpu;

import org.jspecify.annotations.NullMarked;
