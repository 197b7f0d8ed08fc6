package dev.jgrad.op;

import dev.jgrad.autograd.Node;
import dev.jgrad.tensor.Tensor;
import java.util.function.UnaryOperator;

/** View operations that change the tensor they are called on: {@code t_}, {@code unsqueeze_} and so on. */
public final class ShapeInPlace {
    private ShapeInPlace() {}

    /** The tensor takes the layout and the history of a view of itself. */
    public static Tensor apply(String op, Tensor self, UnaryOperator<Tensor> view) {
        ThreadState ts = ThreadState.current();
        Recorder.checkInPlace(ts, op, self, ts.gradEnabled && self.requiresGrad());
        Tensor before = TensorAccess.create(TensorAccess.storage(self), TensorAccess.plainLayout(self), self.dtype());
        Node node = Recorder.edgeOf(self);
        if (node != null) {
            TensorAccess.setGradFn(before, node, TensorAccess.outputNumber(self));
        }
        if (ts.forward != null) {
            Tangents.share(ts, self, before);
        }
        Tensor after = view.apply(before);
        TensorAccess.setData(self, TensorAccess.storage(self), TensorAccess.plainLayout(after));
        Node made = after.gradFn();
        if (made != null) {
            TensorAccess.setGradFn(self, made, TensorAccess.outputNumber(after));
        }
        if (ts.forward != null) {
            Forward.written(ts, self, after);
        }
        TensorAccess.storage(self).bumpVersion();
        return self;
    }
}
