package dev.jgrad.tensor;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.op.HostData;

/** The value of a tensor with one element as a number of Java, and as text. */
public sealed interface ValueMethods permits Tensor {
    /**
     * The value of a tensor with one element, as a double.
     *
     * @throws ArgumentException when there is not exactly one element
     */
    default double item() {
        checkOneElement();
        return HostData.itemDouble((Tensor) this);
    }

    /** The value of a tensor with one element, as a long; floating values are truncated. */
    default long itemLong() {
        checkOneElement();
        return HostData.itemLong((Tensor) this);
    }

    /** The truth value of a tensor with one element. */
    default boolean itemBoolean() {
        long numel = ((Tensor) this).numel();
        if (numel != 1) {
            throw new ArgumentException(
                    numel == 0
                            ? "Boolean value of Tensor with no values is ambiguous"
                            : "Boolean value of Tensor with more than one value is ambiguous");
        }
        return HostData.itemDouble((Tensor) this) != 0;
    }

    private void checkOneElement() {
        long numel = ((Tensor) this).numel();
        if (numel != 1) {
            throw new ArgumentException("a Tensor with " + numel + " elements cannot be converted to Scalar");
        }
    }

    /**
     * What Python's {@code format(tensor, spec)} gives: {@code format(".3f")} is {@code '{:.3f}'.format(tensor)}.
     *
     * @param spec Python's format specification for a number; empty for the text as it is
     * @throws ArgumentException for a tensor with dimensions and a specification, or one that numbers do not take
     */
    default String format(String spec) {
        Tensor self = (Tensor) this;
        if (self.dim() > 0) {
            if (!spec.isEmpty()) {
                throw new ArgumentException("unsupported format string passed to Tensor.__format__: " + spec
                        + " (only a tensor without dimensions is formatted as a number)");
            }
            return toString();
        }
        if (self.dtype().isFloatingPoint()) {
            return new FormatSpec(spec).format(item());
        }
        if (self.dtype().isBool() && spec.isEmpty()) {
            return itemBoolean() ? "True" : "False";
        }
        return new FormatSpec(spec).format(itemLong());
    }
}
