package dev.jgrad.cpu.kernels.reduce;

/** How terms are combined. */
enum Fold {
    ADD,
    MULTIPLY,
    GREATEST,
    LEAST;

    double identity() {
        return switch (this) {
            case ADD -> 0;
            case MULTIPLY -> 1;
            case GREATEST -> Double.NEGATIVE_INFINITY;
            case LEAST -> Double.POSITIVE_INFINITY;
        };
    }

    long longIdentity() {
        return switch (this) {
            case ADD -> 0;
            case MULTIPLY -> 1;
            case GREATEST -> Long.MIN_VALUE;
            case LEAST -> Long.MAX_VALUE;
        };
    }

    double apply(double x, double y) {
        return switch (this) {
            case ADD -> x + y;
            case MULTIPLY -> x * y;
            case GREATEST -> Math.max(x, y);
            case LEAST -> Math.min(x, y);
        };
    }

    long apply(long x, long y) {
        return switch (this) {
            case ADD -> x + y;
            case MULTIPLY -> x * y;
            case GREATEST -> Math.max(x, y);
            case LEAST -> Math.min(x, y);
        };
    }
}
