/**
 * The seam between the engine and its backends. A {@link dev.jgrad.spi.Backend} offers families of kernels; a method
 * stands for one shape of computation and a kind enum for what is computed, so a new operation is usually one enum
 * constant. Rules of the seam:
 *
 * <ol>
 *   <li>Out first, always supplied: the op layer allocates. In place is {@code out == a}. Exact aliasing of {@code out}
 *       with an input works for elementwise kernels; partial overlap is resolved above by a copy.
 *   <li>Arguments come apart, as (buffer, layout) pairs after kind and dtype; scalars are primitives. Inputs are
 *       broadcast already (stride 0) to the sizes of {@code out}, and promoted already to one dtype.
 *   <li>A layout is in elements of the dtype named. Elementwise kernels, copies, reductions, indexing and gemm accept
 *       any strides. The sizes of a layout are logical; a buffer whose {@link dev.jgrad.spi.Buffer#physical()} is set
 *       is passed with that physical layout.
 *   <li>Kernels are asynchronous on the stream passed in, except where the first sentence says that a method waits.
 *   <li>A kernel sees no tensor, so it cannot reach autograd; it reads no ambient state.
 *   <li>A kind is resolved by a switch expression without default: a new kind does not compile until each backend
 *       answers.
 *   <li>A backend keeps every buffer argument reachable until its kernel has finished with it.
 * </ol>
 */
@NullMarked
package dev.jgrad.spi;

import org.jspecify.annotations.NullMarked;
