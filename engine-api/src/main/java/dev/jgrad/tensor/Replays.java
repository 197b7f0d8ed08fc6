package dev.jgrad.tensor;

import dev.jgrad.data.Device;
import dev.jgrad.spi.Recording;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * For code of the host whose results go into work that may be recorded (as in a CUDA graph) and replayed without it:
 * optimizers, schedules. Where nothing is being recorded these methods do nothing. See {@link StepNumbers} for numbers.
 */
public final class Replays {
    private Replays() {}

    /** True while this thread's work on a device is being recorded to be replayed. */
    public static boolean isRecording(Device device) {
        return recording(device) != null;
    }

    static @Nullable Recording recording(Device device) {
        return Devices.backend(device).recording();
    }

    /** Has an action done at every replay, before the device works. The caller has done it for this time. */
    public static void each(Device device, Runnable action) {
        Recording recording = recording(device);
        if (recording != null) {
            recording.eachReplay(action);
        }
    }

    /**
     * Names what the recorded work depends on.
     *
     * @param obstacle asked before each replay: what has changed since, or null; the step then runs without its recording
     */
    public static void unless(Device device, Supplier<@Nullable String> obstacle) {
        Recording recording = recording(device);
        if (recording != null) {
            recording.unless(obstacle);
        }
    }

    /** Takes back what the host did, should the device refuse the recording: the step then runs once more without it. */
    public static void undo(Device device, Runnable action) {
        Recording recording = recording(device);
        if (recording != null) {
            recording.undo(action);
        }
    }

    /** Gives a recording up: all runs as ever from here on. The reason is shown, and should name the way out. */
    public static void giveUp(Device device, String why) {
        Recording recording = recording(device);
        if (recording != null) {
            recording.giveUp(why);
        }
    }
}
