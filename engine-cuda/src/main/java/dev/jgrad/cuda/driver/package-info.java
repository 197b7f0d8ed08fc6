/**
 * What is native below the kernels: {@link dev.jgrad.cuda.driver.CudaDriver} is the CUDA driver API as the engine uses
 * it, {@link dev.jgrad.cuda.driver.JCudaBinding} its implementation.
 */
@NullMarked
package dev.jgrad.cuda.driver;

import org.jspecify.annotations.NullMarked;
