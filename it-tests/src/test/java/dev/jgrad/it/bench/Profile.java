package dev.jgrad.it.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingFile;

/**
 * Where a case spends its time: samples of the calling thread by Flight Recorder, added up per operation (the innermost
 * frame of the op layer or of an optimizer), forward and backward apart, with the share that was spent in native code,
 * and the bytes a call allocates on the Java heap.
 */
final class Profile {
    /** Samples of one operation. */
    private static final class Share {
        int samples;
        int inNative;
    }

    private final String thread = Thread.currentThread().getName();
    private final Map<String, Share> shares = new TreeMap<>();
    private int samples;
    private int inNative;

    private Profile() {}

    /** Runs the case, warm already, for this long and prints the table. */
    static void print(Runnable body, double seconds) throws IOException {
        Path file = Files.createTempFile("bench", ".jfr");
        try (Recording recording = new Recording()) {
            recording.enable("jdk.ExecutionSample").withPeriod(Duration.ofMillis(1));
            recording.enable("jdk.NativeMethodSample").withPeriod(Duration.ofMillis(1));
            var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
            recording.start();
            long bytes = threads.getCurrentThreadAllocatedBytes();
            long start = System.nanoTime();
            long calls = 0;
            while (System.nanoTime() - start < seconds * 1e9) {
                body.run();
                calls++;
            }
            double micros = (System.nanoTime() - start) / 1e3 / calls;
            bytes = threads.getCurrentThreadAllocatedBytes() - bytes;
            recording.stop();
            recording.dump(file);
            Profile profile = new Profile();
            profile.read(file);
            profile.table(micros, bytes / calls);
        } finally {
            Files.delete(file);
        }
    }

    private void read(Path file) throws IOException {
        try (RecordingFile events = new RecordingFile(file)) {
            while (events.hasMoreEvents()) {
                RecordedEvent event = events.readEvent();
                RecordedStackTrace stack = event.getStackTrace();
                if (stack == null
                        || event.getThread("sampledThread") == null
                        || !thread.equals(event.getThread("sampledThread").getJavaName())) {
                    continue;
                }
                Share share = shares.computeIfAbsent(operation(stack), _ -> new Share());
                share.samples++;
                samples++;
                if (event.getEventType().getName().equals("jdk.NativeMethodSample")) {
                    share.inNative++;
                    inNative++;
                }
            }
        }
    }

    /** The innermost frame that a reader of the case knows, with a mark where the backward pass asked for it. */
    private static String operation(RecordedStackTrace stack) {
        String name = null;
        boolean backward = false;
        for (RecordedFrame frame : stack.getFrames()) {
            String owner = frame.getMethod().getType().getName();
            if (name == null && isOperation(owner)) {
                name = owner.substring(owner.lastIndexOf('.') + 1) + "."
                        + frame.getMethod().getName();
            }
            backward |= owner.endsWith(".BackwardEngine");
        }
        return name == null ? "(elsewhere)" : backward ? name + " (backward)" : name;
    }

    private static boolean isOperation(String owner) {
        return (owner.startsWith("dev.jgrad.op.") && !owner.contains("Dispatcher"))
                || owner.startsWith("dev.jgrad.nn.")
                || owner.startsWith("dev.jgrad.autograd.");
    }

    private void table(double micros, long bytes) {
        System.out.printf(
                Locale.ROOT,
                "%.2f us a call, %,d bytes of Java heap; %d samples of the calling thread, %.0f %% in native code%n",
                micros,
                bytes,
                samples,
                100.0 * inNative / Math.max(1, samples));
        System.out.printf("%8s %8s  %s%n", "time", "native", "operation");
        shares.entrySet().stream()
                .sorted(Comparator.comparingInt(entry -> -entry.getValue().samples))
                .limit(40)
                .forEach(entry -> System.out.printf(
                        Locale.ROOT,
                        "%7.1f%% %7.1f%%  %s%n",
                        100.0 * entry.getValue().samples / samples,
                        100.0 * entry.getValue().inNative / entry.getValue().samples,
                        entry.getKey()));
    }
}
