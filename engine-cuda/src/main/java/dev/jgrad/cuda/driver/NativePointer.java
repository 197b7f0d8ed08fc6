package dev.jgrad.cuda.driver;

import jcuda.Pointer;

/**
 * A raw address as JCuda's calls take it: device memory for cuBLAS and cuDNN, off-heap scalars, argument blocks. Nothing
 * is pinned and nothing is kept alive by it.
 */
public final class NativePointer extends Pointer {
    private final long address;

    /** A pointer to this address. */
    public NativePointer(long address) {
        super(address);
        this.address = address;
    }

    /** The address. */
    public long address() {
        return address;
    }
}
