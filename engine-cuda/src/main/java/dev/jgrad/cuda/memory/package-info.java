/**
 * Device memory: {@link dev.jgrad.cuda.memory.CudaMemory} hands out blocks in stream order and takes them back through a
 * queue, so that the cleaner's thread never calls CUDA.
 */
@NullMarked
package dev.jgrad.cuda.memory;

import org.jspecify.annotations.NullMarked;
