package dev.jgrad.cpu.kernels.lanes;

/** Row loops over {@code float[]}. Sums run in several lanes and are put together in double. */
public abstract class FloatLanes {
    FloatLanes() {}

    /** The form this JVM uses. */
    public static final FloatLanes PREFERRED = LaneChoice.floats();

    /** True when this JVM uses the vector forms, and {@link TileLanes} can load. */
    public static boolean areVectors() {
        return LaneChoice.isVector();
    }

    /** The plain Java form. */
    public static FloatLanes scalar() {
        return new ScalarFloatLanes();
    }

    /** Sum of {@code n} elements. */
    public abstract double sum(float[] a, int at, int n);

    /** Sum of {@code n} elements of native memory. */
    public abstract double sum(long address, int n);

    /** Greatest element of native memory, as {@link #max(float[], int, int)}. */
    public abstract float max(long address, int n);

    /** Least element of native memory, as {@link #min(float[], int, int)}. */
    public abstract float min(long address, int n);

    /**
     * Adds rows of native memory, element by element, to {@code sums}.
     *
     * @param rowBytes distance of the rows in bytes
     */
    public abstract void addRows(long address, long rowBytes, int rows, int width, float[] sums);

    /**
     * Adds windows of native memory to where they were cut from: {@code rows} runs of {@code length} floats each. All steps
     * are in bytes, windows may overlap in {@code to}.
     *
     * @param toStep distance of the windows there
     * @param toRow distance of the runs of a window there
     */
    public abstract void addWindows(
            long to,
            long toStep,
            long toRow,
            long from,
            long fromStep,
            long fromRow,
            int windows,
            int rows,
            int length);

    /** Sum of squares of the distances to {@code centre}. */
    public abstract double sumSquares(float[] a, int at, int n, float centre);

    /** Sum of products. */
    public abstract double dot(float[] a, int at, float[] b, int bt, int n);

    /** Greatest element, NaN wins; minus infinity when empty. */
    public abstract float max(float[] a, int at, int n);

    /** Least element, NaN wins; infinity when empty. */
    public abstract float min(float[] a, int at, int n);

    /** The greatest of each of some rows that lie behind each other, which are not empty; NaN wins. */
    public abstract void maxEach(float[] a, int at, int rows, int width, float[] out);

    /** The least of each of some rows that lie behind each other, which are not empty; NaN wins. */
    public abstract void minEach(float[] a, int at, int rows, int width, float[] out);

    /** Product of the elements. */
    public abstract double product(float[] a, int at, int n);

    /** {@code out = exp(a - shift)}; returns the sum of it. In place is allowed. */
    public abstract double expSum(float[] a, int at, float[] out, int to, int n, float shift);

    /** {@code out = exp(a)}. In place is allowed. */
    public abstract void exp(float[] a, int at, float[] out, int to, int n);

    /**
     * Keeps the greater of {@code best} and {@code a}, with the number of the window position it came from: where {@code
     * a} is greater, or NaN, {@code best = a} and {@code tap = number}. A NaN stays.
     */
    public abstract void keepGreater(float[] a, int at, float[] best, int to, int[] tap, int tapTo, int n, int number);

    /** Like {@link #keepGreater} for the lesser. */
    public abstract void keepLesser(float[] a, int at, float[] best, int to, int[] tap, int tapTo, int n, int number);

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
    public abstract void micro(int k, float[] a, int at, float[] b, int bt, float[] c, int ct, int ldc);

    /**
     * The greatest of some pixels, channel by channel, NaN above all, and a byte that names the pixel it was found in (the
     * first of equals).
     *
     * @param out where the channels of the result go, as floats
     * @param found where their bytes go
     * @param from where the channels of each pixel are
     * @param names a byte for each pixel
     */
    public abstract void greatestOfPixels(long out, long found, long[] from, byte[] names, int pixels, int channels);

    /**
     * The sum of those channels of some pixels whose bytes are the wanted ones.
     *
     * @param found where the bytes of each pixel are
     */
    public abstract void sumOfFound(long out, long[] from, long[] found, byte[] wanted, int pixels, int channels);
}
