package dev.jgrad.cpu.kernels.lanes;

/** Element by element over parts of {@code float[]}: C2 vectorises such loops only where all parts start at one place. */
public abstract class FloatRows {
    FloatRows() {}

    /** The form this JVM uses. */
    public static final FloatRows PREFERRED = LaneChoice.floatRows();

    /** The plain Java form. */
    public static FloatRows scalar() {
        return new ScalarFloatRows();
    }

    /** {@code sum += a}. */
    public abstract void add(float[] a, int at, float[] sum, int to, int n);

    /** {@code sum += factor * a}. */
    public abstract void addScaled(float[] a, int at, float factor, float[] sum, int to, int n);

    /** {@code sum += a * b}. */
    public abstract void addProducts(float[] a, int at, float[] b, int bt, float[] sum, int to, int n);

    /** {@code sum += a * (x - centre)}. */
    public abstract void addCentred(float[] a, int at, float[] x, int xt, float[] centre, float[] sum, int to, int n);

    /** {@code a -= row}. */
    public abstract void subtract(float[] a, int at, float[] row, int n);

    /** {@code a *= row}. */
    public abstract void multiply(float[] a, int at, float[] row, int n);

    /** {@code a *= factor}. */
    public abstract void scale(float[] a, int at, float factor, int n);

    /** {@code best = max(best, a)}, NaN wins. */
    public abstract void keepGreater(float[] a, int at, float[] best, int to, int n);

    /** {@code best = min(best, a)}, NaN wins. */
    public abstract void keepLesser(float[] a, int at, float[] best, int to, int n);

    /** {@code x = (x - centre) * scale + shift}. */
    public abstract void normalise(float[] x, int at, float[] centre, float[] scale, float[] shift, int n);

    /** {@code g = a * g + b * (x - centre) + c}. */
    public abstract void combine(float[] g, float[] x, int at, float[] a, float[] b, float[] c, float[] centre, int n);
}
