package dev.jgrad.it.fuzz;

import dev.jgrad.data.DType;
import java.util.Random;

/** What a line draws: from its own generator, so that it draws the same whatever other lines do. */
final class Draw {
    private static final long[] LENGTHS = {1, 1, 2, 2, 3, 3, 4, 5, 7, 8, 16, 17, 33};
    private static final long[] LONG_LENGTHS = {64, 96, 130, 257};
    private static final double[] NUMBERS = {0, 1, -1, 2, 0.5, -1.5, 3, 0.1, 1e-3, 10, 2.5, -2};
    private static final double[] ODD_NUMBERS = {
        Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e30, -0.0, 1e-310, 4e9, -7e18
    };
    private static final long[] ODD_INTEGERS = {
        -1, 0, -2, 1000, 1L << 31, 1L << 40, Long.MIN_VALUE, Long.MAX_VALUE, Integer.MIN_VALUE
    };

    private final Random random;
    private final Random operands;
    private final long[] palette;
    private final boolean smooth;

    /**
     * @param programSeed decides the few lengths that a program uses, so that its tensors fit together
     * @param smooth without numbers that absorb all others
     */
    Draw(long programSeed, int line, boolean smooth) {
        this.smooth = smooth;
        this.random = new Random(programSeed * 0x9E3779B97F4A7C15L + line * 0xBF58476D1CE4E5B9L);
        this.operands = new Random(random.nextLong());
        Random ofProgram = new Random(~programSeed);
        boolean large = ofProgram.nextInt(5) == 0;
        palette = new long[4];
        for (int i = 0; i < palette.length; i++) {
            palette[i] = LENGTHS[ofProgram.nextInt(LENGTHS.length)];
        }
        if (large) {
            palette[0] = LONG_LENGTHS[ofProgram.nextInt(LONG_LENGTHS.length)];
            palette[1] = LONG_LENGTHS[ofProgram.nextInt(2)];
        } else if (ofProgram.nextInt(6) == 0) {
            palette[0] = 0;
        }
    }

    /** True once in {@code n} times. */
    boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }

    int below(int n) {
        return random.nextInt(n);
    }

    /** For choosing variables, apart from all else, so that a program with fewer of them draws the same arguments. */
    Random operands() {
        return operands;
    }

    long seed() {
        return random.nextInt(1 << 20);
    }

    @SafeVarargs
    final <T> T of(T... choices) {
        return choices[random.nextInt(choices.length)];
    }

    /** A length from the program's palette. */
    long length() {
        return palette[random.nextInt(palette.length)];
    }

    /** Sizes of up to four dimensions and no more than some hundred thousand elements. */
    long[] shape() {
        long[] sizes = new long[of(0, 1, 1, 2, 2, 2, 3, 3, 4)];
        long room = 300_000;
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = Math.min(length(), Math.max(1, room));
            room /= Math.max(1, sizes[i]);
        }
        return sizes;
    }

    DType dtype() {
        return random.nextInt(10) < 7
                ? of(DType.FLOAT32, DType.FLOAT32, DType.FLOAT64)
                : DType.values()[random.nextInt(DType.values().length)];
    }

    double number() {
        double[] from = oneIn(25) && !smooth ? ODD_NUMBERS : NUMBERS;
        return from[random.nextInt(from.length)];
    }

    /** A small count or position, now and then one that nothing can have. */
    long integer() {
        return oneIn(30)
                ? ODD_INTEGERS[random.nextInt(ODD_INTEGERS.length)]
                : oneIn(3) ? length() : random.nextInt(5) - (oneIn(4) ? 2 : 0);
    }

    /** A dimension of a tensor, rarely none. */
    int dim(int rank) {
        int r = Math.max(1, rank);
        return oneIn(40) ? of(r, -r - 1, Integer.MAX_VALUE, Integer.MIN_VALUE) : random.nextInt(2 * r) - r;
    }

    /** Some different dimensions of a tensor. */
    int[] dims(int rank) {
        int[] out = random.ints(0, Math.max(1, rank))
                .limit(random.nextInt(3))
                .distinct()
                .toArray();
        return oneIn(25) ? new int[] {dim(rank), dim(rank)} : out;
    }
}
