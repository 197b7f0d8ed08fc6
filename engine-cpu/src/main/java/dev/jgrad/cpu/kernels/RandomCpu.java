package dev.jgrad.cpu.kernels;

import dev.jgrad.data.DType;
import dev.jgrad.data.JgradException;
import dev.jgrad.data.Layout;
import dev.jgrad.spi.Buffer;
import dev.jgrad.spi.RandomKernels;
import dev.jgrad.spi.Stream;

/** Placeholder for the random numbers of the CPU: everything throws. */
public final class RandomCpu implements RandomKernels {
    /** Kernels without state. */
    public RandomCpu() {}

    @Override
    public void fill(
            Stream stream,
            Distribution distribution,
            DType dtype,
            Buffer out,
            Layout outLayout,
            long seed,
            long offset,
            double p,
            double q,
            long integerP,
            long integerQ) {
        throw missing();
    }

    @Override
    public void permutation(
            Stream stream,
            Buffer out,
            long n,
            long seed,
            long offset) {
        throw missing();
    }

    private static JgradException missing() {
        return new JgradException("the CPU backend has no random numbers yet");
    }
}
