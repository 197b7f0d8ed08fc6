package dev.jgrad.cpu.threads;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code /proc/stat} and {@code /proc/self/stat}: two calls of about 2 microseconds each. In a container these are
 * the counters of the whole machine, of which the processors count that this process is allowed on.
 */
final class LinuxProcessorLoad implements ProcessorLoad {
    // Fields of a line "cpu0 user nice system idle iowait irq softirq steal ...".
    private static final int NICE = 1;
    private static final int IDLE = 3;
    private static final int IOWAIT = 4;

    /** The host has taken the processor away: fewer threads would not get more of it. */
    private static final int STEAL = 7;

    private static final int FIELDS = 8;

    // Fields of /proc/self/stat, counted from the one after the name in brackets.
    private static final int OWN_USER = 11;
    private static final int OWN_SYSTEM = 12;
    private static final int OWN_NICENESS = 16;

    private final RandomAccessFile machine;
    private final RandomAccessFile process;
    private final BitSet allowed;
    private final byte[] buffer;

    private LinuxProcessorLoad(RandomAccessFile machine, RandomAccessFile process, BitSet allowed) {
        this.machine = machine;
        this.process = process;
        this.allowed = allowed;
        this.buffer = new byte[160 * (allowed.length() + 1) + 1024];
    }

    /** The counters of this machine; null where there are none. */
    static @Nullable ProcessorLoad open() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
                if (line.startsWith("Cpus_allowed_list:")) {
                    return new LinuxProcessorLoad(
                            new RandomAccessFile("/proc/stat", "r"),
                            new RandomAccessFile("/proc/self/stat", "r"),
                            list(line.substring(line.indexOf(':') + 1)));
                }
            }
        } catch (IOException | RuntimeException e) {
            // Another operating system, or one that hides these files: the number of threads stays what it is.
        }
        return null;
    }

    @Override
    public synchronized @Nullable Ticks read() {
        try {
            return ticks(text(machine), text(process), allowed);
        } catch (IOException | RuntimeException e) {
            return null;
        }
    }

    private String text(RandomAccessFile file) throws IOException {
        file.seek(0);
        int length = 0;
        for (int n = 0; n >= 0 && length < buffer.length; n = file.read(buffer, length, buffer.length - length)) {
            length += n;
        }
        return new String(buffer, 0, length, StandardCharsets.US_ASCII);
    }

    /** Numbers and ranges such as {@code 0-3,8}. */
    static BitSet list(String text) {
        BitSet set = new BitSet();
        for (String part : text.strip().split(",")) {
            int dash = part.indexOf('-');
            int first = Integer.parseInt(dash < 0 ? part : part.substring(0, dash));
            set.set(first, 1 + (dash < 0 ? first : Integer.parseInt(part.substring(dash + 1))));
        }
        return set;
    }

    /**
     * What the two files say.
     *
     * @throws RuntimeException if they look otherwise than expected
     */
    static @Nullable Ticks ticks(String machine, String process, BitSet allowed) {
        String[] own = process.substring(process.lastIndexOf(')') + 2).split(" ");
        // The time of all programs with less claim than usual is one number: it says nothing to one of them.
        boolean first = Integer.parseInt(own[OWN_NICENESS]) <= 0;
        int processors = 0;
        long total = 0;
        long idle = 0;
        long yielding = 0;
        for (String line : machine.split("\n")) {
            if (!line.startsWith("cpu")) {
                break;
            }
            String[] fields = line.split(" +");
            if (fields[0].length() == 3 || !allowed.get(Integer.parseInt(fields[0].substring(3)))) {
                continue;
            }
            processors++;
            for (int f = 0; f < FIELDS; f++) {
                long ticks = Long.parseLong(fields[f + 1]);
                total += ticks;
                idle += f == IDLE || f == IOWAIT || f == STEAL ? ticks : 0;
                yielding += f == NICE && first ? ticks : 0;
            }
        }
        long used = Long.parseLong(own[OWN_USER]) + Long.parseLong(own[OWN_SYSTEM]);
        return processors == 0 ? null : new Ticks(processors, total, idle, yielding, used);
    }
}
