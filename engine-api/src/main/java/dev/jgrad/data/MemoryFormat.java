package dev.jgrad.data;

/** The order of a tensor's dimensions in memory: PyTorch's {@code torch.memory_format}. */
public enum MemoryFormat {
    /** Row-major: the last dimension innermost. */
    CONTIGUOUS,
    /** N, then the spatial dimensions, then channels innermost; for tensors of rank 4 and 5. */
    CHANNELS_LAST
}
