package dev.jgrad.cpu.kernels.lanes;

/** The twin of {@link FloatRows} for float64. */
public abstract class DoubleRows {
    DoubleRows() {}

    /** The form this JVM uses. */
    public static final DoubleRows PREFERRED = LaneChoice.doubleRows();

    /** The plain Java form. */
    public static DoubleRows scalar() {
        return new ScalarDoubleRows();
    }

    /** {@code sum += a}. */
    public abstract void add(double[] a, int at, double[] sum, int to, int n);

    /** {@code sum += factor * a}. */
    public abstract void addScaled(double[] a, int at, double factor, double[] sum, int to, int n);

    /** {@code sum += a * b}. */
    public abstract void addProducts(double[] a, int at, double[] b, int bt, double[] sum, int to, int n);

    /** {@code sum += a * (x - centre)}. */
    public abstract void addCentred(
            double[] a, int at, double[] x, int xt, double[] centre, double[] sum, int to, int n);

    /** {@code a -= row}. */
    public abstract void subtract(double[] a, int at, double[] row, int n);

    /** {@code a *= row}. */
    public abstract void multiply(double[] a, int at, double[] row, int n);

    /** {@code a *= factor}. */
    public abstract void scale(double[] a, int at, double factor, int n);

    /** {@code best = max(best, a)}, NaN wins. */
    public abstract void keepGreater(double[] a, int at, double[] best, int to, int n);

    /** {@code best = min(best, a)}, NaN wins. */
    public abstract void keepLesser(double[] a, int at, double[] best, int to, int n);

    /** {@code x = (x - centre) * scale + shift}. */
    public abstract void normalise(double[] x, int at, double[] centre, double[] scale, double[] shift, int n);

    /** {@code g = a * g + b * (x - centre) + c}. */
    public abstract void combine(
            double[] g, double[] x, int at, double[] a, double[] b, double[] c, double[] centre, int n);
}
