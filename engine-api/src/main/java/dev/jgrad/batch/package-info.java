/**
 * Runs one program for many examples at once: {@code vmap}. A tensor under vmap lives on a {@link
 * dev.jgrad.batch.BatchedBackend}: its layout shows one example, its {@link dev.jgrad.batch.BatchedBuffer} holds them all. So
 * operations, views, writes in place and autograd work on it as on any other tensor, and what PyTorch calls a batching rule
 * is written once per kernel of the seam ({@code dev.jgrad.spi}), not once per operation: about 45 instead of some 450. Nested calls stack
 * backends, in the order of their {@link dev.jgrad.batch.BatchLevel}s. The eager path never sees any of this.
 */
@NullMarked
package dev.jgrad.batch;

import org.jspecify.annotations.NullMarked;
