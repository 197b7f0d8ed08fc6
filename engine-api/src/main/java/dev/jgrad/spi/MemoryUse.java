package dev.jgrad.spi;

/**
 * Memory of a device in bytes.
 *
 * @param allocated held by live buffers
 * @param peak greatest value of {@code allocated} so far
 * @param reserved held by live buffers and the allocator's cache
 * @param budget above which a collection is asked for
 */
public record MemoryUse(long allocated, long peak, long reserved, long budget) {}
