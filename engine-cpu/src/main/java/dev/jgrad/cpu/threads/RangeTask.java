package dev.jgrad.cpu.threads;

/** Work on a part of a range; parts may run at the same time in several threads. */
@FunctionalInterface
public interface RangeTask {
    /** Does the part from {@code from} to just before {@code to}. */
    void run(long from, long to);
}
