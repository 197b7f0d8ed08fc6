package dev.jgrad.tensor;

/** Writes tensors as PyTorch prints them. */
final class TensorPrinter {
    private TensorPrinter() {}

    static String print(Tensor t) {
        return "tensor(" + java.util.Arrays.toString(t.toDoubleArray()) + ", size=" + t.shape() + ")";
    }
}
