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
     * @param idle the part of it in which this process could have run: nobody did, or somebody who yields to it
     * @param own the part of it in which this process ran
     */
    record Ticks(int processors, long total, long idle, long own) {
        /** How many processors were free for this process, those that it used included. */
        double freeSince(Ticks before) {
            double passed = (double) (total - before.total) / processors;
            return (idle - before.idle + own - before.own) / passed;
        }
    }
}
