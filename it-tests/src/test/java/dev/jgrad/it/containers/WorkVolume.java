package dev.jgrad.it.containers;

import java.util.UUID;

/** A volume that outlives containers, and not the test. */
final class WorkVolume implements AutoCloseable {
    private final String name = "jgrad-it-" + UUID.randomUUID();

    WorkVolume() {
        Engine.require();
        Engine.client().createVolumeCmd().withName(name).exec();
    }

    String name() {
        return name;
    }

    @Override
    public void close() {
        Engine.client().removeVolumeCmd(name).exec();
    }
}
