package dev.jgrad.cpu.kernels.lanes;

/** Row loops over {@code double[]}. The twin of {@link FloatLanes} for float64. */
public abstract class DoubleLanes {
    DoubleLanes() {}

    /** The form this JVM uses. */
    public static final DoubleLanes PREFERRED = LaneChoice.doubles();

    /** The plain Java form. */
    public static DoubleLanes scalar() {
        return new ScalarDoubleLanes();
    }

    /** Sum of {@code n} elements. */
    public abstract double sum(double[] a, int at, int n);

    /** Sum of {@code n} elements of native memory. */
    public abstract double sum(long address, int n);

    /** Greatest element of native memory, as {@link #max(double[], int, int)}. */
    public abstract double max(long address, int n);

    /** Least element of native memory, as {@link #min(double[], int, int)}. */
    public abstract double min(long address, int n);

    /**
     * Adds rows of native memory, element by element, to {@code sums}.
     *
     * @param rowBytes distance of the rows in bytes
     */
    public abstract void addRows(long address, long rowBytes, int rows, int width, double[] sums);

    /** Sum of squares of the distances to {@code centre}. */
    public abstract double sumSquares(double[] a, int at, int n, double centre);

    /** Sum of products. */
    public abstract double dot(double[] a, int at, double[] b, int bt, int n);

    /** Greatest element, NaN wins; minus infinity when empty. */
    public abstract double max(double[] a, int at, int n);

    /** Least element, NaN wins; infinity when empty. */
    public abstract double min(double[] a, int at, int n);

    /** Product of the elements. */
    public abstract double product(double[] a, int at, int n);

    /** {@code out = exp(a - shift)}; returns the sum of it. In place is allowed. */
    public abstract double expSum(double[] a, int at, double[] out, int to, int n, double shift);

    /** {@code out = exp(a)}. In place is allowed. */
    public abstract void exp(double[] a, int at, double[] out, int to, int n);

    /**
     * Keeps the greater of {@code best} and {@code a}, with the number of the window position it came from: where {@code
     * a} is greater, or NaN, {@code best = a} and {@code tap = number}. A NaN stays.
     */
    public abstract void keepGreater(
            double[] a, int at, double[] best, int to, int[] tap, int tapTo, int n, int number);

    /** Like {@link #keepGreater} for the lesser. */
    public abstract void keepLesser(double[] a, int at, double[] best, int to, int[] tap, int tapTo, int n, int number);

    /** The number of columns of the micro-kernel; the row count is {@link #MICRO_ROWS}. */
    public abstract int microColumns();

    /** Rows of the micro-kernel. */
    public static final int MICRO_ROWS = 6;

    /**
     * {@code c += a * b} for a tile of 6 rows and {@link #microColumns} columns.
     *
     * @param a packed, {@code k} groups of 6
     * @param b packed, {@code k} groups of {@code microColumns}
     * @param c tile in a matrix of row length {@code ldc}
     */
    public abstract void micro(int k, double[] a, int at, double[] b, int bt, double[] c, int ct, int ldc);
}
