package dev.jgrad.spi;

import java.util.List;

/** Finds the devices of one kind; registered as a service and looked up by {@code ServiceLoader}. */
public interface BackendProvider {
    /** The device type this provider answers for: {@code cpu} or {@code cuda}. */
    String deviceType();

    /** Looks for devices. Never throws and never links a library that is not there. */
    Availability probe();

    /** What a probe found. */
    sealed interface Availability {}

    /**
     * Devices are there.
     *
     * @param backends one per device, in the order of their ordinals
     * @param description a line per device for people: name, memory, libraries and their versions
     */
    record Available(List<Backend> backends, List<String> description) implements Availability {}

    /**
     * No device can be used.
     *
     * @param reason one sentence: what was looked for, where, and what to install
     */
    record Unavailable(String reason) implements Availability {}
}
