/**
 * The CUDA backend. So far only its front door stands: {@link dev.jgrad.cuda.CudaBackendProvider} is found by the
 * engine and says that there is nothing behind it yet.
 */
@NullMarked
package dev.jgrad.cuda;

import org.jspecify.annotations.NullMarked;
