/**
 * The CUDA backend. {@link dev.jgrad.cuda.CudaBackendProvider} looks for GPUs, {@link dev.jgrad.cuda.CudaBackend} is one
 * of them: memory, a stream per thread, and a family of kernels per part of the SPI.
 *
 * <p>How a family of kernels is written:
 *
 * <ol>
 *   <li>It gets the {@code CudaBackend} in its constructor and keeps
 *       {@link dev.jgrad.cuda.compile.KernelFunction}s it has asked {@code backend.kernels()} for.
 *   <li>A method casts stream and buffers, returns at once when there are no elements, takes addresses with
 *       {@link dev.jgrad.cuda.CudaBuffer#input} and {@link dev.jgrad.cuda.CudaBuffer#output}, fills the thread's argument
 *       block, launches, and ends in {@code Reference.reachabilityFence} for every buffer.
 *   <li>Scratch memory comes from {@link dev.jgrad.cuda.CudaBackend#allocateBytes} and is released right after the
 *       launch: the next user of that memory on the stream runs later.
 *   <li>A {@link dev.jgrad.cuda.CudaException} leaves through {@code during(op, dtype, layouts)}.
 *   <li>Nothing waits for the device, and nothing allocates by the driver's own calls: the work may be captured into a
 *       graph.
 * </ol>
 */
@NullMarked
package dev.jgrad.cuda;

import org.jspecify.annotations.NullMarked;
