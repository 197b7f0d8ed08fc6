package dev.jgrad.op;

import dev.jgrad.autograd.Grad;
import dev.jgrad.data.Layout;
import dev.jgrad.spi.Backend;
import dev.jgrad.spi.Buffer;
import dev.jgrad.tensor.Tensor;
import java.lang.ref.Reference;
import org.jspecify.annotations.Nullable;

/** Negative log-likelihood by the backend's own kernels: a launch for each direction, where composing it takes a dozen. */
final class KernelLikelihood {
    /** More targets than this are too many for a sum in one order by one block of threads. */
    private static final long MOST = 1 << 16;

    private KernelLikelihood() {}

    static boolean applies(Tensor input, Tensor target, Reduction r) {
        return input.numel() > 0
                && target.numel() > 0
                && (r == Reduction.NONE || target.numel() <= MOST)
                && Dispatcher.backend(input).normalizations().takesLikelihoods();
    }

    /** As {@code LikelihoodLosses} has checked and arranged it. */
    static Tensor of(
            String gradFn,
            Tensor input,
            Tensor target,
            @Nullable Tensor weight,
            long ignoreIndex,
            Reduction r,
            int classDim) {
        Backend be = weight == null
                ? Dispatcher.backend("nll_loss", input, target)
                : Dispatcher.backend("nll_loss", input, target, weight);
        boolean each = r == Reduction.NONE;
        Tensor out = Dispatcher.allocatePhysical(
                be, input.dtype(), each && classDim == 1 ? sizes(target) : new long[0], null);
        Tensor total = each ? null : Dispatcher.allocatePhysical(be, input.dtype(), new long[0], null);
        Buffer from = TensorAccess.storage(input).buffer();
        Buffer at = TensorAccess.storage(target).buffer();
        Buffer weights = weight == null ? null : TensorAccess.storage(weight).buffer();
        Buffer to = TensorAccess.storage(out).buffer();
        be.normalizations()
                .likelihoodForward(
                        be.stream(),
                        input.dtype(),
                        to,
                        batch(TensorAccess.layoutIn(out, to), classDim == 0),
                        total == null ? null : TensorAccess.storage(total).buffer(),
                        r == Reduction.MEAN,
                        from,
                        batch(TensorAccess.layoutIn(input, from), classDim == 0),
                        at,
                        batch(TensorAccess.layoutIn(target, at), target.dim() == 0),
                        weights,
                        vector(weight, weights),
                        ignoreIndex);
        Reference.reachabilityFence(input);
        Reference.reachabilityFence(target);
        Reference.reachabilityFence(weight);
        long[] inputSizes = sizes(input);
        Layout physical = from.physical();
        Tensor[] saved = {target, weight, r == Reduction.MEAN ? total : null};
        return Dispatcher.record(gradFn, out, new Tensor[] {input}, saved, c -> new Tensor[] {
            c.recording()
                    ? composed(
                            c.grad(),
                            c.saved(0),
                            c.savedOrNull(1),
                            c.savedOrNull(2),
                            ignoreIndex,
                            r,
                            classDim,
                            inputSizes)
                    : gradient(
                            c.grad(),
                            c.saved(0),
                            c.savedOrNull(1),
                            c.savedOrNull(2),
                            ignoreIndex,
                            classDim,
                            inputSizes,
                            physical)
        });
    }

    private static Tensor gradient(
            Tensor g,
            Tensor target,
            @Nullable Tensor weight,
            @Nullable Tensor total,
            long ignoreIndex,
            int classDim,
            long[] inputSizes,
            @Nullable Layout physical) {
        Backend be = Dispatcher.backend("nll_loss_backward", g, target);
        Tensor out = Dispatcher.allocatePhysical(be, g.dtype(), inputSizes, physical);
        Buffer to = TensorAccess.storage(out).buffer();
        Buffer from = TensorAccess.storage(g).buffer();
        Buffer at = TensorAccess.storage(target).buffer();
        Buffer weights = weight == null ? null : TensorAccess.storage(weight).buffer();
        Layout targets = batch(TensorAccess.layoutIn(target, at), target.dim() == 0);
        be.normalizations()
                .likelihoodBackward(
                        be.stream(),
                        g.dtype(),
                        to,
                        batch(TensorAccess.layoutIn(out, to), classDim == 0),
                        from,
                        TensorAccess.layoutIn(g, from).expand(targets.sizes()),
                        total == null ? null : TensorAccess.storage(total).buffer(),
                        at,
                        targets,
                        weights,
                        vector(weight, weights),
                        ignoreIndex);
        Reference.reachabilityFence(g);
        Reference.reachabilityFence(target);
        Reference.reachabilityFence(weight);
        Reference.reachabilityFence(total);
        return out;
    }

    /** The same of operations that can be recorded. */
    private static Tensor composed(
            Tensor g,
            Tensor target,
            @Nullable Tensor weight,
            @Nullable Tensor total,
            long ignoreIndex,
            Reduction r,
            int classDim,
            long[] inputSizes) {
        Tensor[] parts = new Tensor[2];
        Grad.noGrad(() -> {
            Tensor ignored = target.eq(ignoreIndex);
            Tensor safe = target.maskedFill(ignored, 0);
            parts[0] = classDim == 0 ? safe.reshape(1) : safe.unsqueeze(1);
            parts[1] = weight == null
                    ? ignored.logicalNot().to(g.dtype())
                    : weight.detach()
                            .reshape(-1)
                            .indexSelect(0, safe.reshape(-1))
                            .reshapeAs(safe)
                            .maskedFill(ignored, 0);
        });
        return LikelihoodLosses.gradient(g, parts[0], parts[1], total, r, classDim, inputSizes);
    }

    private static long[] sizes(Tensor t) {
        return TensorAccess.shown(t).sizes();
    }

    private static Layout batch(Layout l, boolean single) {
        return single ? l.unsqueeze(0) : l;
    }

    private static @Nullable Layout vector(@Nullable Tensor weight, @Nullable Buffer buffer) {
        if (weight == null || buffer == null) {
            return null;
        }
        Layout l = TensorAccess.layoutIn(weight, buffer);
        return l.rank() == 0 ? l.unsqueeze(0) : l;
    }
}
