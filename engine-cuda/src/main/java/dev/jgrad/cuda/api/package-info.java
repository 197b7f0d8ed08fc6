/**
 * What programs say to the CUDA backend beyond tensors: {@link dev.jgrad.cuda.api.Cuda} is {@code torch.cuda}, {@link
 * dev.jgrad.cuda.api.CudaOptions} is {@code torch.backends}. Graphs are in {@link dev.jgrad.cuda.graph}.
 */
@NullMarked
package dev.jgrad.cuda.api;

import org.jspecify.annotations.NullMarked;
