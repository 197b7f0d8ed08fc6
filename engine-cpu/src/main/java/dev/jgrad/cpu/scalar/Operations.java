package dev.jgrad.cpu.scalar;

/** The forms an operation on single elements can have; p, q and r are the parameters of its kind. */
public final class Operations {
    private Operations() {}

    /** On one float. */
    @FunctionalInterface
    public interface FloatUnary {
        /** The value for x. */
        float apply(float x, float p, float q, float r);
    }

    /** On two floats. */
    @FunctionalInterface
    public interface FloatBinary {
        /** The value for a and b. */
        float apply(float a, float b, float p, float q);
    }

    /** On three floats. */
    @FunctionalInterface
    public interface FloatTernary {
        /** The value for a, b and c. */
        float apply(float a, float b, float c, float p);
    }

    /** On one double. */
    @FunctionalInterface
    public interface DoubleUnary {
        /** The value for x. */
        double apply(double x, double p, double q, double r);
    }

    /** On two doubles. */
    @FunctionalInterface
    public interface DoubleBinary {
        /** The value for a and b. */
        double apply(double a, double b, double p, double q);
    }

    /** On three doubles. */
    @FunctionalInterface
    public interface DoubleTernary {
        /** The value for a, b and c. */
        double apply(double a, double b, double c, double p);
    }

    /** On one long. */
    @FunctionalInterface
    public interface LongUnary {
        /** The value for x. */
        long apply(long x, long p, long q, long r);
    }

    /** On two longs. */
    @FunctionalInterface
    public interface LongBinary {
        /** The value for a and b. */
        long apply(long a, long b, long p, long q);
    }

    /** On three longs. */
    @FunctionalInterface
    public interface LongTernary {
        /** The value for a, b and c. */
        long apply(long a, long b, long c, long p);
    }
}
