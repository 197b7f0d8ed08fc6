package dev.jgrad.batch;

import dev.jgrad.data.Device;

/** The device of a tensor under vmap. Tensors that an operation creates "where its operand is" are batched like that. */
public final class BatchedDevice extends Device {
    private final BatchedBackend backend;

    BatchedDevice(Device device, BatchedBackend backend) {
        super(device.type(), device.index());
        this.backend = backend;
    }

    /** The backend of the tensor. */
    public BatchedBackend backend() {
        return backend;
    }
}
