package dev.jgrad.tensor;

import dev.jgrad.autograd.Grad;
import dev.jgrad.autograd.Guard;
import dev.jgrad.autograd.Node;
import dev.jgrad.data.AutogradException;
import dev.jgrad.data.DType;
import dev.jgrad.op.Batching;
import dev.jgrad.op.ForwardTensors;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** Writes tensors as PyTorch prints them: {@code tensor([1., 2.], requires_grad=True)}. */
final class TensorPrinter {
    private static final String PREFIX = "tensor(";

    private final PrintOptions options;
    private final long[] sizes;
    private final boolean summarized;
    private final ElementFormat format;
    private final StringBuilder out = new StringBuilder(PREFIX);
    private int next;

    private TensorPrinter(Tensor tensor, PrintOptions options) {
        this.options = options;
        this.sizes = tensor.shape().toArray();
        this.summarized = tensor.numel() > options.threshold();
        boolean nothing = tensor.numel() == 0 || sizes.length > 0 && summarized && options.edgeItems() == 0;
        PrintedValues values = nothing
                ? PrintedValues.of(Tensors.empty(new TensorOptions(tensor.dtype(), null), 0), 0)
                : PrintedValues.of(tensor, summarized ? options.edgeItems() : 0);
        this.format = ElementFormat.of(values, tensor.dtype().isFloatingPoint(), options);
    }

    /** The text of a tensor under the options of this thread. */
    static String print(Tensor tensor) {
        if (Batching.isBatched(tensor)) {
            return batched(tensor);
        }
        try (Guard _ = Grad.disabled()) {
            PrintOptions options = PrintOptions.current();
            TensorPrinter printer = new TensorPrinter(tensor, options);
            printer.content(tensor.numel() == 0);
            printer.suffixes(suffixes(tensor, options));
            return printer.out.append(')').toString();
        }
    }

    /** All examples of a tensor under vmap, as PyTorch shows its wrappers. */
    private static String batched(Tensor tensor) {
        String inner = Batching.examples(tensor).toString().replace("\n", "\n    ");
        return "BatchedTensor(lvl=" + Batching.depth(tensor) + ", bdim=0, value=\n    " + inner + "\n)";
    }

    private void content(boolean empty) {
        if (empty) {
            out.append("[]");
        } else if (sizes.length == 0) {
            out.append(format.apply(0));
        } else {
            dimension(0);
        }
    }

    /** Elements come in the order in which they were fetched, so a counter finds them. */
    private void dimension(int dim) {
        if (dim == sizes.length - 1) {
            row(PREFIX.length() + dim);
            return;
        }
        String separator = "," + "\n".repeat(sizes.length - 1 - dim) + " ".repeat(PREFIX.length() + dim + 1);
        boolean cut = isCut(sizes[dim]);
        long shown = cut ? 2L * options.edgeItems() : sizes[dim];
        out.append('[');
        for (long i = 0; i < shown; i++) {
            if (cut && i == options.edgeItems()) {
                out.append("...").append(separator);
            }
            dimension(dim + 1);
            out.append(i + 1 < shown ? separator : "");
        }
        out.append(shown == 0 ? "..." : "").append(']');
    }

    private boolean isCut(long size) {
        return summarized && size > 2L * options.edgeItems();
    }

    private void row(int indent) {
        long size = sizes[sizes.length - 1];
        List<String> items = new ArrayList<>();
        if (isCut(size)) {
            take(options.edgeItems(), items);
            // With nothing beside it the mark stands alone; between elements it is set off like one of them.
            items.add(options.edgeItems() == 0 ? "..." : " ...");
            take(options.edgeItems(), items);
        } else {
            take(size, items);
        }
        int perLine = Math.max(1, Math.floorDiv(options.lineWidth() - indent, format.width() + 2));
        out.append('[');
        for (int i = 0; i < items.size(); i++) {
            if (i > 0) {
                out.append(i % perLine == 0 ? ",\n" + " ".repeat(indent + 1) : ", ");
            }
            out.append(items.get(i));
        }
        out.append(']');
    }

    private void take(long count, List<String> items) {
        for (long i = 0; i < count; i++) {
            items.add(format.apply(next++));
        }
    }

    // ---- what stands behind the elements ---------------------------------------------------------------------

    private static List<String> suffixes(Tensor tensor, PrintOptions options) {
        List<String> out = new ArrayList<>();
        if (!tensor.device().isCpu()) {
            out.add("device='" + tensor.device() + "'");
        }
        boolean empty = tensor.numel() == 0;
        if (empty ? tensor.dim() != 1 : options.edgeItems() == 0) {
            out.add("size=" + tuple(tensor.shape().toArray()));
        }
        // Elements tell int64 and bool from the default dtype unless there are none.
        DType dtype = tensor.dtype();
        boolean obvious = dtype == DTypes.current() || !empty && (dtype == DType.INT64 || dtype == DType.BOOL);
        if (!obvious) {
            out.add("dtype=" + dtype);
        }
        String node = nodeName(tensor);
        if (!node.isEmpty()) {
            out.add("grad_fn=<" + node + ">");
        } else if (tensor.requiresGrad()) {
            out.add("requires_grad=True");
        }
        Tensor tangent = ForwardTensors.tangent(tensor);
        if (tangent != null) {
            out.add("tangent=" + print(tangent));
        }
        return out;
    }

    private static String nodeName(Tensor tensor) {
        try {
            Node node = tensor.gradFn();
            return node == null ? "" : node.name();
        } catch (AutogradException e) {
            // A view whose base was changed in a way autograd forbids: its node cannot be made any more.
            return "Invalid";
        }
    }

    private static String tuple(long[] sizes) {
        String inner = LongStream.of(sizes).mapToObj(Long::toString).collect(Collectors.joining(", "));
        return sizes.length == 1 ? "(" + inner + ",)" : "(" + inner + ")";
    }

    private void suffixes(List<String> suffixes) {
        // The one more in the length of the last line is PyTorch's, and decides where lines break.
        int lineLength = out.length() - out.lastIndexOf("\n") + 1;
        for (String suffix : suffixes) {
            if (lineLength + suffix.length() + 2 > options.lineWidth()) {
                out.append(",\n").append(" ".repeat(PREFIX.length())).append(suffix);
                lineLength = PREFIX.length() + suffix.length();
            } else {
                out.append(", ").append(suffix);
                lineLength += suffix.length() + 2;
            }
        }
    }
}
