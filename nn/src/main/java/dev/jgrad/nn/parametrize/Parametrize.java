package dev.jgrad.nn.parametrize;

import dev.jgrad.autograd.Grad;
import dev.jgrad.data.ArgumentException;
import dev.jgrad.nn.Module;
import dev.jgrad.nn.layer.ModuleDict;
import dev.jgrad.tensor.Tensor;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lets a parameter be computed by a module: {@code torch.nn.utils.parametrize}.
 *
 * <pre>{@code
 * Parametrize.registerParametrization(linear, "weight", new Symmetric());
 * linear.call(x);                       // with a symmetric weight
 * linear.namedParameters();             // bias, parametrizations.weight.original
 * }</pre>
 *
 * <p>Do it before an optimizer is made where the parametrization has several originals: they are new parameters.
 */
public final class Parametrize {
    private static final String PLACE = "parametrizations";

    private static final ThreadLocal<@Nullable Cached> CACHE = new ThreadLocal<>();

    /** The block that {@link #cached} opens. */
    public static final class Cached implements AutoCloseable {
        private final Map<ParametrizationList, Tensor> values = new IdentityHashMap<>();
        private int depth;

        private Cached() {}

        /** Ends the block; the outermost one forgets the values. */
        @Override
        public void close() {
            if (--depth == 0) {
                CACHE.remove();
            }
        }
    }

    private Parametrize() {}

    /** {@link #registerParametrization(Module, String, Module, boolean)} that checks dtype and shape. */
    public static <M extends Module> M registerParametrization(M module, String tensorName, Module parametrization) {
        return registerParametrization(module, tensorName, parametrization, false);
    }

    /**
     * Computes a parameter or buffer of a module by a parametrization from now on, or passes one that is computed already on
     * to another parametrization.
     *
     * @param unsafe lets the parametrization change dtype and shape
     * @return the module
     * @throws ArgumentException when the module has no such tensor, or dtype or shape would change
     */
    public static <M extends Module> M registerParametrization(
            M module, String tensorName, Module parametrization, boolean unsafe) {
        parametrization.train(module.isTraining());
        if (isParametrized(module, tensorName)) {
            list(module, tensorName).append(parametrization, tensorName, unsafe);
            module.computed(tensorName);
            return module;
        }
        Tensor parameter = own(module, module.namedParameters(), tensorName);
        Tensor original = parameter != null ? parameter : own(module, module.namedBuffers(), tensorName);
        if (original == null) {
            throw new ArgumentException("Module '" + module + "' does not have a parameter, a buffer, or a parametrized"
                    + " element with name '" + tensorName + "'");
        }
        ParametrizationList list = new ParametrizationList(parametrization, original, parameter != null, unsafe);
        list.train(module.isTraining());
        module.setComputed(tensorName, () -> value(list));
        if (!isParametrized(module)) {
            module.registerModule(PLACE, new ModuleDict());
        }
        ((ModuleDict) module.getSubmodule(PLACE)).put(tensorName, list);
        return module;
    }

    private static @Nullable Tensor own(Module module, Map<String, Tensor> tensors, String name) {
        return name.contains(".") ? null : tensors.get(name);
    }

    private static Tensor value(ParametrizationList list) {
        Cached cache = CACHE.get();
        return cache == null ? list.value() : cache.values.computeIfAbsent(list, ParametrizationList::value);
    }

    private static ParametrizationList list(Module module, String tensorName) {
        return (ParametrizationList) module.getSubmodule(PLACE + "." + tensorName);
    }

    /** True when a tensor of the module is parametrized. */
    public static boolean isParametrized(Module module) {
        return module.namedChildren().get(PLACE) instanceof ModuleDict dict && dict.size() > 0;
    }

    /** True when this tensor of the module is parametrized. */
    public static boolean isParametrized(Module module, String tensorName) {
        return isParametrized(module)
                && module.namedChildren().get(PLACE) instanceof ModuleDict dict
                && dict.keys().contains(tensorName);
    }

    /**
     * Assigns to a parametrized tensor, by the inverse of its parametrizations: Python's {@code module.weight = value}.
     *
     * @throws ArgumentException when a parametrization has no {@code rightInverse}
     */
    public static void setValue(Module module, String tensorName, Tensor value) {
        checkParametrized(module, tensorName);
        list(module, tensorName).setValue(value);
        module.computed(tensorName);
    }

    private static void checkParametrized(Module module, String tensorName) {
        if (!isParametrized(module, tensorName)) {
            throw new ArgumentException("Module " + module + " does not have a parametrization on " + tensorName);
        }
    }

    /** {@link #removeParametrizations(Module, String, boolean)} that leaves the tensor as it was computed. */
    public static <M extends Module> M removeParametrizations(M module, String tensorName) {
        return removeParametrizations(module, tensorName, true);
    }

    /**
     * Ends all parametrizations of a tensor.
     *
     * @param leaveParametrized the tensor keeps its computed value; otherwise it is what it was computed from
     * @return the module
     * @throws ArgumentException when the tensor is not parametrized, or was computed from several and should become them
     */
    public static <M extends Module> M removeParametrizations(M module, String tensorName, boolean leaveParametrized) {
        checkParametrized(module, tensorName);
        ParametrizationList list = list(module, tensorName);
        if (!list.isSingle() && !leaveParametrized) {
            throw new ArgumentException("Cannot leave unparametrized (`leave_parametrized=False`) a tensor that is"
                    + " parametrized in terms of a sequence of tensors.");
        }
        Tensor value = list.value();
        Tensor plain = list.isSingle() ? list.original() : value.detach().clone();
        boolean required = list.isSingle() ? plain.requiresGrad() : value.requiresGrad();
        if (list.isSingle() && leaveParametrized) {
            Grad.noGrad(() -> {
                plain.setData(value.detach().clone());
                return plain;
            });
        }
        ModuleDict dict = (ModuleDict) module.getSubmodule(PLACE);
        dict.remove(tensorName);
        if (dict.size() == 0) {
            module.removeMember(PLACE);
        }
        module.endComputed(tensorName, plain, list.isParameter());
        if (plain.isFloatingPoint()) {
            plain.requiresGrad_(required);
        }
        return module;
    }

    /** Computes each parametrized tensor at most once in a block of this thread, as when a layer is called many times. */
    public static Cached cached() {
        Cached open = CACHE.get();
        Cached cache = open == null ? new Cached() : open;
        CACHE.set(cache);
        cache.depth++;
        return cache;
    }
}
