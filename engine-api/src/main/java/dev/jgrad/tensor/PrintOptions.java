package dev.jgrad.tensor;

import dev.jgrad.autograd.Guard;
import dev.jgrad.data.ArgumentException;
import dev.jgrad.op.ThreadState;
import org.jspecify.annotations.Nullable;

/**
 * How tensors are printed: {@code torch.set_printoptions}. The default of the process is set with {@link #setDefault},
 * other options for a block of one thread with {@link #use}:
 *
 * <pre>{@code
 * try (var _ = PrintOptions.use(PrintOptions.DEFAULT.withPrecision(2))) {
 *     System.out.println(tensor);
 * }
 * }</pre>
 *
 * @param precision digits after the point of floating values
 * @param threshold a tensor with more elements is summarised; {@link Long#MAX_VALUE} for none
 * @param edgeItems elements shown at both ends of a dimension that is summarised
 * @param lineWidth characters per line
 * @param sciMode whether to use scientific notation, or null to decide by the values
 */
public record PrintOptions(
        int precision,
        long threshold,
        int edgeItems,
        int lineWidth,
        @Nullable Boolean sciMode) {
    /** What holds unless something else is said; PyTorch's profile {@code default}. */
    public static final PrintOptions DEFAULT = new PrintOptions(4, 1000, 3, 80, null);

    /** PyTorch's profile {@code short}: two digits, two edge items. */
    public static final PrintOptions SHORT = new PrintOptions(2, 1000, 2, 80, null);

    /** PyTorch's profile {@code full}: nothing is summarised. */
    public static final PrintOptions FULL = new PrintOptions(4, Long.MAX_VALUE, 3, 80, null);

    private static volatile PrintOptions processDefault = DEFAULT;

    /** Checks the numbers. */
    public PrintOptions {
        if (precision < 0 || precision > 1000 || threshold < 0 || edgeItems < 0 || lineWidth < 1) {
            throw new ArgumentException("print options must not be negative, precision at most 1000: precision "
                    + precision + ", threshold " + threshold + ", edgeItems " + edgeItems + ", lineWidth " + lineWidth);
        }
    }

    /**
     * The options of one of PyTorch's profiles.
     *
     * @param name {@code default}, {@code short} or {@code full}
     * @throws ArgumentException for any other name
     */
    public static PrintOptions profile(String name) {
        return switch (name) {
            case "default" -> DEFAULT;
            case "short" -> SHORT;
            case "full" -> FULL;
            default ->
                throw new ArgumentException("there is no print profile '" + name + "'; they are default, short, full");
        };
    }

    /** Makes all threads print with these options. */
    public static void setDefault(PrintOptions options) {
        processDefault = options;
    }

    /** Makes this thread print with these options until the guard is closed. */
    public static Guard use(PrintOptions options) {
        ThreadState state = ThreadState.current();
        PrintOptions before = state.printOptions;
        int entered = state.enter();
        state.printOptions = options;
        return new Guard(() -> {
            state.leave(entered);
            state.printOptions = before;
        });
    }

    /** The options this thread prints with. */
    public static PrintOptions current() {
        PrintOptions scoped = ThreadState.current().printOptions;
        return scoped != null ? scoped : processDefault;
    }

    /** A copy with another precision. */
    public PrintOptions withPrecision(int digits) {
        return new PrintOptions(digits, threshold, edgeItems, lineWidth, sciMode);
    }

    /** A copy with another threshold. */
    public PrintOptions withThreshold(long elements) {
        return new PrintOptions(precision, elements, edgeItems, lineWidth, sciMode);
    }

    /** A copy with another number of edge items. */
    public PrintOptions withEdgeItems(int count) {
        return new PrintOptions(precision, threshold, count, lineWidth, sciMode);
    }

    /** A copy with another line width. */
    public PrintOptions withLineWidth(int characters) {
        return new PrintOptions(precision, threshold, edgeItems, characters, sciMode);
    }

    /** A copy that always, never or by the values (null) uses scientific notation. */
    public PrintOptions withSciMode(@Nullable Boolean mode) {
        return new PrintOptions(precision, threshold, edgeItems, lineWidth, mode);
    }
}
