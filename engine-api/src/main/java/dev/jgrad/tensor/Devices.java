package dev.jgrad.tensor;

import dev.jgrad.autograd.Guard;
import dev.jgrad.batch.BatchedDevice;
import dev.jgrad.data.Device;
import dev.jgrad.data.DeviceException;
import dev.jgrad.op.ThreadState;
import dev.jgrad.spi.Backend;
import dev.jgrad.spi.BackendProvider;
import dev.jgrad.spi.BackendProvider.Available;
import dev.jgrad.spi.BackendProvider.Unavailable;
import dev.jgrad.spi.Recording;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** The devices of this machine and the default one. Backends are found by {@code ServiceLoader} when first asked for. */
public final class Devices {
    private static final Map<String, BackendProvider.Availability> PROBED = new ConcurrentHashMap<>();

    private static final class Cpu {
        static final Backend BACKEND = find(Device.CPU);
    }

    private Devices() {}

    /** Makes new tensors of this thread go to a device until the guard is closed: {@code with torch.device(...)}. */
    public static Guard use(Device device) {
        backend(device);
        ThreadState state = ThreadState.current();
        Device before = state.device;
        int entered = state.enter();
        state.device = device;
        return new Guard(() -> {
            state.leave(entered);
            state.device = before;
        });
    }

    /** Where new tensors go. */
    public static Device current() {
        Device scoped = ThreadState.current().device;
        return scoped != null ? scoped : Device.defaultDevice();
    }

    /** True when the device can be used. */
    public static boolean isAvailable(Device device) {
        return probe(device.type()) instanceof Available a
                && device.index() < a.backends().size();
    }

    /** The backend of a device; for the inside of the engine. */
    public static Backend backend(Device device) {
        if (device instanceof BatchedDevice batched) {
            return batched.backend();
        }
        return device.isCpu() ? Cpu.BACKEND : find(device);
    }

    /**
     * Runs an action. Where this thread's work on the device is being recorded to be replayed (as in a CUDA graph), the
     * action stays out of the recording and runs anew at this place of every replay: for what depends on numbers of the
     * host that change from step to step, such as an optimizer's learning rate and step count.
     */
    public static void outsideRecording(Device device, Runnable action) {
        Recording recording = backend(device).recording();
        if (recording == null) {
            action.run();
        } else {
            recording.outside(action);
        }
    }

    private static Backend find(Device device) {
        return switch (probe(device.type())) {
            case Available a -> {
                if (device.index() >= a.backends().size()) {
                    throw new DeviceException("there is no " + device + ": this machine has "
                            + a.backends().size() + " " + device.type() + " device(s); see `jgrad devices`");
                }
                yield a.backends().get(device.index());
            }
            case Unavailable u -> throw new DeviceException(device + " cannot be used: " + u.reason());
        };
    }

    private static BackendProvider.Availability probe(String type) {
        return PROBED.computeIfAbsent(type, t -> {
            for (BackendProvider provider : providers()) {
                if (provider.deviceType().equals(t)) {
                    return provider.probe();
                }
            }
            return new Unavailable("no backend for it is on the class path or module path; add jgrad-engine-" + t
                    + ", or in containers take the image that has it (docker/Dockerfile." + t + ")");
        });
    }

    private static List<BackendProvider> providers() {
        List<BackendProvider> found = new ArrayList<>();
        ServiceLoader.load(BackendProvider.class, Devices.class.getClassLoader())
                .forEach(found::add);
        return found;
    }

    /** A line per device type for people: what is there, or why not. */
    public static Map<String, List<String>> report() {
        Map<String, List<String>> lines = new TreeMap<>();
        for (BackendProvider provider : providers()) {
            lines.put(
                    provider.deviceType(),
                    switch (probe(provider.deviceType())) {
                        case Available a -> a.description();
                        case Unavailable u -> List.of("not available: " + u.reason());
                    });
        }
        return lines;
    }
}
