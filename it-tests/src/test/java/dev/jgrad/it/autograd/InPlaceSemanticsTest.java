package dev.jgrad.it.autograd;

import static dev.jgrad.tensor.Tensors.ones;
import static dev.jgrad.tensor.Tensors.scalar;
import static dev.jgrad.tensor.Tensors.tensor;
import static dev.jgrad.tensor.Tensors.zeros;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jgrad.autograd.Grad;
import dev.jgrad.tensor.Index;
import dev.jgrad.tensor.Tensor;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class InPlaceSemanticsTest {
    private static final String MODIFIED =
            "one of the variables needed for gradient computation has been modified by an inplace operation:"
                    + " [torch.FloatTensor [2]], which is output 0 of ";

    @Test
    void a47OnALeafThatRequiresGrad() {
        Tensor x = ones(2).requiresGrad_();
        Expect.fails(() -> x.add_(1), "a leaf Variable that requires grad is being used in an in-place operation.");
        Expect.fails(
                () -> x.set(5, Index.at(0)),
                "a view of a leaf Variable that requires grad is being used in an in-place operation.");
        try (var _ = Grad.disabled()) {
            x.add_(1);
        }
        Expect.values(x, 2, 2);
    }

    @Test
    void a48OnAViewOfSuchALeaf() {
        Tensor x = ones(2).requiresGrad_();
        String text = "a view of a leaf Variable that requires grad is being used in an in-place operation.";
        Expect.fails(() -> x.slice(0, 0, 1, 1).mul_(2), text);
        Expect.fails(() -> x.view(2).zero_(), text);
    }

    @Test
    void a49OfATensorSavedForBackward() {
        Tensor x = tensor(1., 2.).requiresGrad_();
        Tensor y = x.mul(2);
        Tensor z = y.pow(2);
        y.add_(1);
        Expect.fails(() -> z.sum().backward(), MODIFIED + "Add, is at version 1; expected version 0 instead");
    }

    @Test
    void a50AfterAnOpThatDidNotSaveIt() {
        Tensor x = tensor(1., 2.).requiresGrad_();
        Tensor y = x.mul(2);
        Tensor z = y.add(3);
        y.mul_(10);
        z.sum().backward();
        Expect.values(x.grad(), 2, 2);
    }

    @Test
    void a51OfAnOutputThatTheOpSaved() {
        saved("Exp", Tensor::exp);
        saved("Sigmoid", Tensor::sigmoid);
        saved("Sqrt", Tensor::sqrt);
        saved("Relu", Tensor::relu);
    }

    private static void saved(String name, UnaryOperator<Tensor> f) {
        Tensor x = tensor(1., 2.).requiresGrad_();
        Tensor y = f.apply(x);
        y.mul_(2);
        Expect.fails(() -> y.sum().backward(), MODIFIED);
        Tensor again = f.apply(tensor(1., 2.).requiresGrad_());
        again.detach().mul_(2);
        Expect.fails(() -> again.sum().backward(), MODIFIED + name + ",");
    }

    @Test
    void a52VersionCounter() {
        Tensor a = zeros(3);
        assertEquals(0, a.version());
        a.add_(1);
        a.set(2, Index.at(0));
        assertEquals(2, a.version());
        a.view(3).mul_(2);
        assertEquals(3, a.version());
        assertEquals(3, a.detach().version());
        assertEquals(0, a.data().version());
    }

    @Test
    void a53RewritesTheGraphOfTheTensor() {
        Tensor x = tensor(1., 2.).requiresGrad_();
        Tensor y = x.mul(3);
        y.mul_(x);
        Expect.node("MulBackward0", y);
        y.sum().backward();
        Expect.values(x.grad(), 6, 12);
    }

    @Test
    void a54WritingThroughAViewUpdatesTheBase() {
        Tensor x = tensor(1., 2., 3.).requiresGrad_();
        Tensor y = x.mul(2);
        Tensor v = y.get(Index.from(1));
        v.mul_(10);
        Expect.values(y, 2, 40, 60);
        Expect.node("CopySlices", y);
        Expect.node("AsStridedBackward0", v);
        y.sum().backward();
        Expect.values(x.grad(), 2, 20, 20);
    }

    @Test
    void a55AssignmentIntoASliceRoutesGradients() {
        Tensor x = ones(3).requiresGrad_();
        Tensor w = scalar(5.0).requiresGrad_();
        Tensor y = x.mul(2);
        y.set(w.mul(3), Index.at(1));
        Expect.values(y, 2, 15, 2);
        Expect.node("CopySlices", y);
        y.sum().backward();
        Expect.values(x.grad(), 2, 0, 2);
        Expect.values(w.grad(), 3);
    }

    @Test
    void a56OnOneOfSeveralViews() {
        List<Tensor> parts = ones(4).requiresGrad_().mul(2).chunk(2, 0);
        Expect.fails(() -> parts.get(0).mul_(2), "Output 0 of Split is a view and is being modified inplace.");
    }

    @Test
    void a57ResultTypeMustFit() {
        Expect.fails(() -> tensor(1, 2).add_(1.5), "result type Float can't be cast to the desired output type Long");
        Expect.fails(() -> ones(3).add_(ones(2, 3)), "output with shape [3] doesn't match the broadcast shape [2, 3]");
    }

    @Test
    void viewsOfOneBaseSeeEachOther() {
        Tensor x = tensor(1., 2., 3.).requiresGrad_();
        Tensor y = x.mul(1);
        Tensor a = y.get(Index.to(2));
        Tensor b = y.get(Index.from(1));
        a.mul_(x.get(Index.to(2)));
        b.sum().backward();
        Expect.values(x.grad(), 0, 4, 1);
    }

    @Test
    void writingARecordedValueIntoAPlainBase() {
        Tensor w = tensor(2., 3.).requiresGrad_();
        Tensor base = zeros(3);
        base.get(Index.from(1)).copy_(w.mul(2));
        Expect.values(base, 0, 4, 6);
        base.mul(tensor(1., 10., 100.)).sum().backward();
        Expect.values(w.grad(), 20, 200);
    }

    @Test
    void inPlaceThroughATransposedView() {
        Tensor x = ones(2, 3).requiresGrad_();
        Tensor y = x.mul(2);
        y.t().select(0, 1).mul_(5);
        Expect.values(y, 2, 10, 2, 2, 10, 2);
        y.sum().backward();
        Expect.values(x.grad(), 2, 10, 2, 2, 10, 2);
    }
}
