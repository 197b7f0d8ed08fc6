package dev.jgrad.cuda.api;

/**
 * What PyTorch's {@code memory_stats} tells, in bytes and counts.
 *
 * @param allocated held by live tensors and workspaces now
 * @param peakAllocated its greatest value
 * @param reserved held by us from the driver now
 * @param peakReserved its greatest value
 * @param blocks live blocks
 * @param segments pieces from the driver
 * @param allocations requests so far
 * @param driverAllocations calls of {@code cuMemAlloc} so far
 * @param retries how often the cache had to be given back for a request
 * @param collections how often a garbage collection was asked for
 * @param outOfMemory requests that failed
 */
public record CudaMemoryStats(
        long allocated,
        long peakAllocated,
        long reserved,
        long peakReserved,
        long blocks,
        long segments,
        long allocations,
        long driverAllocations,
        long retries,
        long collections,
        long outOfMemory) {}
