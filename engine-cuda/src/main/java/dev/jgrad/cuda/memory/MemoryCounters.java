package dev.jgrad.cuda.memory;

import dev.jgrad.cuda.api.CudaMemoryStats;

/** What {@link CudaMemory} counts, under its lock. */
final class MemoryCounters {
    long allocated;
    long peakAllocated;
    long reserved;
    private long peakReserved;
    private long blocks;
    private long segments;
    long allocations;
    private long driverAllocations;
    long retries;
    long collections;
    long outOfMemory;

    /** A block is in use from now on. */
    void taken(CudaBlock block) {
        blocks++;
        allocated += block.byteSize;
        peakAllocated = Math.max(peakAllocated, allocated);
    }

    /** A block is not in use any more. */
    void returned(CudaBlock block) {
        allocated -= block.byteSize;
        blocks--;
    }

    /** The driver has given a segment. */
    void grown(long bytes) {
        driverAllocations++;
        segments++;
        reserved += bytes;
        peakReserved = Math.max(peakReserved, reserved);
    }

    /** The driver has taken a segment back. */
    void shrunk(CudaBlock segment) {
        reserved -= segment.byteSize;
        segments--;
    }

    void resetPeaks() {
        peakAllocated = allocated;
        peakReserved = reserved;
    }

    CudaMemoryStats stats() {
        return new CudaMemoryStats(
                allocated,
                peakAllocated,
                reserved,
                peakReserved,
                blocks,
                segments,
                allocations,
                driverAllocations,
                retries,
                collections,
                outOfMemory);
    }
}
