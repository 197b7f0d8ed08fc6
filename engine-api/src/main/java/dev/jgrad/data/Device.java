package dev.jgrad.data;

/**
 * Where a tensor's data lives: {@code cpu}, or the n-th GPU as {@code cuda:n}. PyTorch's {@code torch.device}. Devices are
 * equal when type and index are; a subclass may remember more about the tensor it was asked of.
 */
public class Device {
    /** The host processor. */
    public static final Device CPU = new Device("cpu", 0);

    private final String type;
    private final int index;

    /**
     * A device.
     *
     * @param type {@code cpu} or {@code cuda}
     * @param index 0 for the CPU, the ordinal of the GPU otherwise
     */
    public Device(String type, int index) {
        if (!type.equals("cpu") && !type.equals("cuda")) {
            throw new DeviceException("unknown device type '" + type + "': jgrad has cpu and cuda");
        }
        if (index < 0 || (type.equals("cpu") && index != 0)) {
            throw new DeviceException("invalid device index " + index + " for device type " + type);
        }
        this.type = type;
        this.index = index;
    }

    /** {@code cpu} or {@code cuda}. */
    public final String type() {
        return type;
    }

    /** 0 for the CPU, the ordinal of the GPU otherwise. */
    public final int index() {
        return index;
    }

    @Override
    public final boolean equals(Object other) {
        return this == other || other instanceof Device d && index == d.index && type.equals(d.type);
    }

    @Override
    public final int hashCode() {
        return type.hashCode() * 31 + index;
    }

    private static volatile Device defaultDevice = CPU;

    /** Makes new tensors of all threads go to this device: {@code torch.set_default_device}. */
    public static void setDefault(Device device) {
        defaultDevice = device;
    }

    /**
     * Makes new tensors of all threads go to the device of this name. Creating a tensor fails with a sentence when it is
     * not there.
     */
    public static void setDefault(String device) {
        setDefault(of(device));
    }

    /** Where new tensors go when nothing else is said. */
    public static Device defaultDevice() {
        return defaultDevice;
    }

    /** The n-th CUDA device. */
    public static Device cuda(int index) {
        return new Device("cuda", index);
    }

    /**
     * Parses {@code cpu}, {@code cuda} or {@code cuda:1}.
     *
     * @throws DeviceException when the text names no device
     */
    public static Device of(String text) {
        if (text.equals("cpu") || text.equals("cpu:0")) {
            return CPU;
        }
        if (text.equals("cuda")) {
            return cuda(0);
        }
        if (text.matches("cuda:\\d{1,4}")) {
            return cuda(Integer.parseInt(text.substring(5)));
        }
        throw new DeviceException("Invalid device string: '" + text + "'; use cpu, cuda or cuda:0");
    }

    /** True for the host processor. */
    public final boolean isCpu() {
        return type.equals("cpu");
    }

    @Override
    public final String toString() {
        return isCpu() ? "cpu" : type + ":" + index;
    }
}
