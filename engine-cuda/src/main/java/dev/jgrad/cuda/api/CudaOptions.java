package dev.jgrad.cuda.api;

/**
 * What cuBLAS and cuDNN may do, for the whole process: {@code torch.backends.cuda.matmul} and {@code
 * torch.backends.cudnn}, with PyTorch's defaults. A change concerns calls from then on. Each has a system property for its
 * first value.
 *
 * <table>
 * <caption>The switches</caption>
 * <tr><th>PyTorch</th><th>property</th><th>default</th></tr>
 * <tr><td>{@code torch.backends.cuda.matmul.allow_tf32}</td><td>{@code jgrad.cuda.matmul.tf32}</td><td>false</td></tr>
 * <tr><td>{@code torch.backends.cudnn.allow_tf32}</td><td>{@code jgrad.cuda.cudnn.tf32}</td><td>true</td></tr>
 * <tr><td>{@code torch.backends.cudnn.benchmark}</td><td>{@code jgrad.cuda.cudnn.benchmark}</td><td>false</td></tr>
 * <tr><td>{@code torch.backends.cudnn.deterministic}</td><td>{@code jgrad.cuda.cudnn.deterministic}</td><td>false</td></tr>
 * <tr><td>none: convolutions of cuDNN 8 and later are graphs</td><td>{@code jgrad.cuda.cudnn.graph}</td><td>false</td></tr>
 * <tr><td>{@code memory_format=torch.channels_last}</td><td>{@code jgrad.cuda.cudnn.tf32ChannelsLast}</td><td>false</td></tr>
 * <tr><td>none: bfloat16 goes to PyTorch's own kernels, the rest to cuDNN</td><td>{@code jgrad.cuda.cudnn.batchNorm}</td><td>true</td></tr>
 * <tr><td>{@code torch.backends.cudnn.enabled}</td><td>{@code jgrad.cuda.cudnn.enabled}</td><td>true</td></tr>
 * </table>
 */
public final class CudaOptions {
    private static volatile boolean matmulTf32 = property("jgrad.cuda.matmul.tf32", false);
    private static volatile boolean cudnnTf32 = property("jgrad.cuda.cudnn.tf32", true);
    private static volatile boolean benchmark = property("jgrad.cuda.cudnn.benchmark", false);
    private static volatile boolean deterministic = property("jgrad.cuda.cudnn.deterministic", false);
    private static volatile boolean tf32ChannelsLast = property("jgrad.cuda.cudnn.tf32ChannelsLast", false);
    private static volatile boolean cudnnGraph = property("jgrad.cuda.cudnn.graph", false);
    private static volatile boolean cudnnBatchNorm = property("jgrad.cuda.cudnn.batchNorm", true);
    private static volatile boolean cudnnEnabled = property("jgrad.cuda.cudnn.enabled", true);

    private CudaOptions() {}

    private static boolean property(String name, boolean missing) {
        String text = System.getProperty(name);
        return text == null ? missing : Boolean.parseBoolean(text);
    }

    /** Whether products of float32 matrices may round their operands to 10 bits of mantissa, for tensor cores. */
    public static boolean matmulTf32() {
        return matmulTf32;
    }

    /** Sets {@link #matmulTf32()}. */
    public static void matmulTf32(boolean allowed) {
        matmulTf32 = allowed;
    }

    /** Whether float32 convolutions may round their operands to 10 bits of mantissa, for tensor cores. */
    public static boolean cudnnTf32() {
        return cudnnTf32;
    }

    /** Sets {@link #cudnnTf32()}. */
    public static void cudnnTf32(boolean allowed) {
        cudnnTf32 = allowed;
    }

    /** Whether the first convolution of a shape tries all algorithms and keeps the fastest, instead of asking cuDNN. */
    public static boolean benchmark() {
        return benchmark;
    }

    /** Sets {@link #benchmark()}. */
    public static void benchmark(boolean wanted) {
        benchmark = wanted;
    }

    /** Whether only algorithms are used that give the same bits each time. */
    public static boolean deterministic() {
        return deterministic;
    }

    /** Sets {@link #deterministic()}. */
    public static void deterministic(boolean wanted) {
        deterministic = wanted;
    }

    /**
     * Whether float32 images have their channels innermost in memory while {@link #cudnnTf32()} lets tensor cores compute,
     * whose kernels want them so: cuDNN otherwise brings operands and results from one order into the other, in each call and
     * in memory of its own. Shapes and strides that a program sees stay what they are.
     */
    public static boolean tf32ChannelsLast() {
        return tf32ChannelsLast;
    }

    /** Sets {@link #tf32ChannelsLast()}. */
    public static void tf32ChannelsLast(boolean wanted) {
        tf32ChannelsLast = wanted;
    }

    /**
     * Whether convolutions go through cuDNN's graph API, as PyTorch's do, instead of through its older functions. Which
     * is faster has not been measured. {@link #benchmark()} goes before.
     */
    public static boolean cudnnGraph() {
        return cudnnGraph;
    }

    /** Sets {@link #cudnnGraph()}. */
    public static void cudnnGraph(boolean wanted) {
        cudnnGraph = wanted;
    }

    /** Whether batch norm goes to cuDNN where cuDNN takes it, or always to the engine's own kernels. */
    public static boolean cudnnBatchNorm() {
        return cudnnBatchNorm;
    }

    /** Sets {@link #cudnnBatchNorm()}. */
    public static void cudnnBatchNorm(boolean wanted) {
        cudnnBatchNorm = wanted;
    }

    /** Whether cuDNN is used at all; without it the engine's own kernels convolve, slowly. */
    public static boolean cudnnEnabled() {
        return cudnnEnabled;
    }

    /** Sets {@link #cudnnEnabled()}. */
    public static void cudnnEnabled(boolean wanted) {
        cudnnEnabled = wanted;
    }
}
