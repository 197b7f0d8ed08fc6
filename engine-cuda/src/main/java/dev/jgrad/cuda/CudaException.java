package dev.jgrad.cuda;

import dev.jgrad.data.DType;
import dev.jgrad.data.JgradException;
import dev.jgrad.data.Layout;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reports an error of CUDA or one of its libraries: its name as CUDA spells it, the call, and, once it has passed through
 * a kernel family, the operation with its dtype and sizes.
 *
 * <p>Kernels run asynchronously, so an error of one may be reported by a later call. {@code -Djgrad.cuda.blocking=true}
 * waits after every launch and thereby blames the right one.
 */
public class CudaException extends JgradException {
    private static final long serialVersionUID = 1L;

    private final String error;
    private final boolean sticky;

    /**
     * An error of a library.
     *
     * @param error CUDA's name for it, such as {@code CUDA_ERROR_INVALID_VALUE}
     * @param message the whole text, with the name in it
     * @param sticky true when the device stays unusable for this process
     */
    public CudaException(String error, String message, boolean sticky) {
        super(message);
        this.error = error;
        this.sticky = sticky;
    }

    private CudaException(CudaException cause, String message) {
        super(message, cause);
        this.error = cause.error;
        this.sticky = cause.sticky;
    }

    /** CUDA's name of the error. */
    public String error() {
        return error;
    }

    /** True when every later call on the device will fail as well, until the process ends. */
    public boolean isSticky() {
        return sticky;
    }

    /**
     * The same error with the operation it happened in. Kernel families wrap their calls:
     *
     * {@snippet :
     * try {
     *     ...
     * } catch (CudaException e) {
     *     throw e.during("add", dtype, outLayout, aLayout, bLayout);
     * }
     * }
     */
    public CudaException during(String op, @Nullable DType dtype, Layout... operands) {
        StringBuilder text = new StringBuilder(op);
        if (dtype != null) {
            text.append(" of ").append(dtype.label());
        }
        for (int i = 0; i < operands.length; i++) {
            text.append(i == 0 ? " with sizes " : ", ").append(Arrays.toString(operands[i].sizes()));
        }
        return new CudaException(this, text + ": " + getMessage());
    }
}
