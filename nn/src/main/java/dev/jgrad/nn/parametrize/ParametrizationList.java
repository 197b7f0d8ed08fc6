package dev.jgrad.nn.parametrize;

import dev.jgrad.autograd.Grad;
import dev.jgrad.data.ArgumentException;
import dev.jgrad.nn.Module;
import dev.jgrad.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The parametrizations of one tensor, one after another, and the tensors it is computed from. */
public final class ParametrizationList extends Module {
    private final boolean parameter;
    private final int originals;
    private boolean unsafe;

    ParametrizationList(Module first, Tensor original, boolean parameter, boolean unsafe) {
        this.parameter = parameter;
        this.unsafe = unsafe;
        registerModule("0", first);
        List<Tensor> from = inverse(first, original);
        originals = from == null ? 1 : from.size();
        if (originals == 1) {
            adopt(original, from == null ? original : from.getFirst());
        } else {
            for (int i = 0; i < originals; i++) {
                Tensor part = from.get(i).detach().clone().requiresGrad_(original.requiresGrad());
                register("original" + i, part);
            }
        }
        if (!unsafe) {
            check(original);
        }
    }

    private static @Nullable List<Tensor> inverse(Module parametrization, Tensor value) {
        return parametrization instanceof Parametrization p ? Grad.noGrad(() -> p.rightInverse(value)) : null;
    }

    /** The original stays the same object, so that optimizers keep it. */
    private void adopt(Tensor original, Tensor value) {
        if (value.dtype() != original.dtype()) {
            throw new ArgumentException("When `right_inverse` outputs one tensor, it may not change the dtype.\n"
                    + "original.dtype: " + original.dtype() + "\nright_inverse(original).dtype: " + value.dtype());
        }
        assign(original, value);
        register("original", original);
    }

    private static void assign(Tensor to, Tensor value) {
        if (to != value) {
            Grad.noGrad(() -> {
                to.setData(value.detach().clone());
                return to;
            });
        }
    }

    private void register(String name, Tensor tensor) {
        if (parameter) {
            boolean required = tensor.requiresGrad();
            registerParameter(name, tensor).requiresGrad_(required);
        } else {
            registerBuffer(name, tensor);
        }
    }

    private void check(Tensor original) {
        Tensor value = value();
        if (value.dtype() != original.dtype()) {
            throw new ArgumentException("Registering a parametrization may not change the dtype of the tensor, unless"
                    + " `unsafe` flag is enabled.\nunparametrized dtype: " + original.dtype() + "\nparametrized dtype: "
                    + value.dtype());
        }
        if (originals > 1 && !value.shape().equals(original.shape())
                || originals == 1 && !value.shape().equals(original.shape())) {
            throw new ArgumentException("Registering a parametrization may not change the shape of the tensor, unless"
                    + " `unsafe` flag is enabled.\nunparametrized shape: " + original.shape()
                    + "\nparametrized shape: " + value.shape());
        }
    }

    /** Adds another parametrization behind the others. */
    void append(Module next, String name, boolean nextUnsafe) {
        if (!nextUnsafe) {
            Tensor before = value();
            Tensor after = next.call(before);
            if (after.dtype() != before.dtype()) {
                throw new ArgumentException("Registering a parametrization may not change the dtype of the tensor,"
                        + " unless the `unsafe` flag is enabled.\nmodule." + name + ".dtype: " + before.dtype()
                        + "\nparametrization(module." + name + ").dtype: " + after.dtype());
            }
            if (!after.shape().equals(before.shape())) {
                throw new ArgumentException("Registering a parametrization may not change the shape of the tensor,"
                        + " unless the `unsafe` flag is enabled.\nmodule." + name + ".shape: " + before.shape()
                        + "\nparametrization(module." + name + ").shape: " + after.shape());
            }
        }
        unsafe |= nextUnsafe;
        registerModule(String.valueOf(size()), next);
    }

    /** The number of parametrizations. */
    public int size() {
        return namedChildren().size();
    }

    boolean isParameter() {
        return parameter;
    }

    boolean isSingle() {
        return originals == 1;
    }

    Tensor original() {
        return ownTensor("original");
    }

    /** The parametrized tensor, computed now. */
    public Tensor value() {
        Tensor[] from = new Tensor[originals];
        for (int i = 0; i < originals; i++) {
            from[i] = originals == 1 ? original() : ownTensor("original" + i);
        }
        Tensor value = getSubmodule("0").call(from);
        for (int i = 1; i < size(); i++) {
            value = getSubmodule(String.valueOf(i)).call(value);
        }
        return value;
    }

    /** Changes the originals so that this value comes out. */
    void setValue(Tensor value) {
        List<Tensor> from = List.of(value);
        for (int i = size() - 1; i >= 0; i--) {
            Module parametrization = getSubmodule(String.valueOf(i));
            List<Tensor> inverse = inverse(parametrization, from.getFirst());
            if (inverse == null) {
                throw new ArgumentException("parametrization "
                        + parametrization.getClass().getSimpleName() + " does not implement right_inverse.");
            }
            from = inverse;
        }
        if (from.size() != originals) {
            throw new ArgumentException("'right_inverse' must return a sequence of tensors of length " + originals
                    + ". Got a sequence of length " + from.size() + ".");
        }
        List<Tensor> to = new ArrayList<>();
        for (int i = 0; i < originals; i++) {
            to.add(originals == 1 ? original() : ownTensor("original" + i));
            assign(to.get(i), from.get(i));
        }
    }

    @Override
    public Tensor forward(@Nullable Tensor... none) {
        return value();
    }
}
