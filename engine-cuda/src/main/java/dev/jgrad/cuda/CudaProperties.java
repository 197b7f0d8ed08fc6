package dev.jgrad.cuda;

import dev.jgrad.cuda.driver.CudaDriver;
import dev.jgrad.cuda.driver.DeviceAttribute;

/**
 * What a device is like.
 *
 * @param name for people, such as {@code NVIDIA H100 80GB HBM3}
 * @param major compute capability before the point
 * @param minor compute capability behind the point
 * @param totalMemory in bytes
 * @param multiprocessors their number
 * @param threadsPerMultiprocessor resident at once, at most
 * @param sharedMemoryPerBlock bytes a block may ask for
 */
public record CudaProperties(
        String name,
        int major,
        int minor,
        long totalMemory,
        int multiprocessors,
        int threadsPerMultiprocessor,
        int sharedMemoryPerBlock) {
    static CudaProperties of(CudaDriver driver, int ordinal) {
        return new CudaProperties(
                driver.deviceName(ordinal),
                driver.attribute(ordinal, DeviceAttribute.COMPUTE_CAPABILITY_MAJOR),
                driver.attribute(ordinal, DeviceAttribute.COMPUTE_CAPABILITY_MINOR),
                driver.totalMemory(ordinal),
                driver.attribute(ordinal, DeviceAttribute.MULTIPROCESSOR_COUNT),
                driver.attribute(ordinal, DeviceAttribute.MAX_THREADS_PER_MULTIPROCESSOR),
                driver.attribute(ordinal, DeviceAttribute.MAX_SHARED_MEMORY_PER_BLOCK_OPTIN));
    }

    /** Threads that run at once on the whole device. */
    public long residentThreads() {
        return (long) multiprocessors * threadsPerMultiprocessor;
    }
}
