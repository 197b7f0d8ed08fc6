package dev.jgrad.cuda.dnn;

import java.util.Arrays;

/** A problem as numbers. */
final class ProblemKey {
    private final long[] numbers;
    private final int hash;

    ProblemKey(long... numbers) {
        this.numbers = numbers;
        this.hash = Arrays.hashCode(numbers);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ProblemKey k && k.hash == hash && Arrays.equals(k.numbers, numbers);
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
