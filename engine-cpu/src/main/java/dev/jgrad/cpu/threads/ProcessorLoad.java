package dev.jgrad.cpu.threads;

import org.jspecify.annotations.Nullable;

/** Where the time of the processors goes, as the operating system counts it. */
@FunctionalInterface
interface ProcessorLoad {
    /** The counters now; null when they cannot be read. */
    @Nullable
    Ticks read();

    /**
     * Counters that only grow, in a unit that cancels out.
     *
     * @param processors how many this process may run on
     * @param total time that has passed on all of them together
     * @param idle the part of it in which nobody ran
     * @param yielding the part of it in which somebody ran with less claim to a processor than this process
     * @param own the part of it in which this process ran
     */
    record Ticks(int processors, long total, long idle, long yielding, long own) {
        /** How many processors nobody else used. */
        double unusedSince(Ticks before) {
            double passed = (double) (total - before.total) / processors;
            return (idle - before.idle + own - before.own) / passed;
        }

        /** How many processors were this process's for the asking, those that it used included. */
        double claimableSince(Ticks before) {
            double passed = (double) (total - before.total) / processors;
            return unusedSince(before) + (yielding - before.yielding) / passed;
        }
    }
}
