package dev.jgrad.tensor;

import dev.jgrad.data.DType;
import dev.jgrad.data.Device;
import org.jspecify.annotations.Nullable;

/**
 * The keyword arguments of PyTorch's creation functions.
 *
 * @param dtype element type, or null for the default of the function
 * @param device where to create, or null for the default device
 * @param requiresGrad whether the new leaf requires a gradient
 */
public record TensorOptions(@Nullable DType dtype, @Nullable Device device, boolean requiresGrad) {
    /** All defaults. */
    public static final TensorOptions DEFAULT = new TensorOptions(null, null, false);

    /** For a leaf that requires a gradient: {@code requires_grad=True}. */
    public static final TensorOptions REQUIRES_GRAD = new TensorOptions(null, null, true);

    /** A dtype and a device. */
    public TensorOptions(@Nullable DType dtype, @Nullable Device device) {
        this(dtype, device, false);
    }

    /** Options that name a dtype. */
    public static TensorOptions dtype(DType dtype) {
        return new TensorOptions(dtype, null, false);
    }

    /** Options that name a device. */
    public static TensorOptions device(Device device) {
        return new TensorOptions(null, device, false);
    }

    /** A copy with another dtype. */
    public TensorOptions withDType(DType other) {
        return new TensorOptions(other, device, requiresGrad);
    }

    /** A copy with another device. */
    public TensorOptions withDevice(Device other) {
        return new TensorOptions(dtype, other, requiresGrad);
    }

    /** A copy with another flag. */
    public TensorOptions withRequiresGrad(boolean flag) {
        return new TensorOptions(dtype, device, flag);
    }
}
