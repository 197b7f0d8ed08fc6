package dev.jgrad.it.conformance.ops;

import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Where the public methods that stand for PyTorch's operators are. */
public final class PublicMethods {
    private PublicMethods() {}

    /**
     * All public methods of that name: where PyTorch has the function first, then where else a Java user would look.
     *
     * @param namespace {@code nn.functional}, empty for {@code torch} itself
     * @param name as PyTorch writes it
     * @param function whether it is called as a function of a module, not as a tensor's method
     */
    public static List<Method> of(String namespace, String name, boolean function) {
        List<Class<?>> places = new ArrayList<>();
        switch (namespace) {
            case "nn.functional" -> places.addAll(List.of(Functional.class, Tensor.class));
            case "linalg" -> optional("Linalg").ifPresent(places::add);
            case "fft" -> optional("Fft").ifPresent(places::add);
            case "masked" -> optional("Masked").ifPresent(places::add);
            case "signal.windows" -> optional("SignalWindows").ifPresent(places::add);
            case "special" -> {
                optional("Special").ifPresent(places::add);
                places.add(Tensor.class);
            }
            default -> {
                places.addAll(
                        function ? List.of(Tensors.class, Tensor.class, Functional.class) : List.of(Tensor.class));
            }
        }
        List<Method> out = in(places, name);
        // What PyTorch keeps at the top may stand beside linear algebra here: torch.lu_unpack.
        return out.isEmpty() && namespace.isEmpty()
                ? in(optional("Linalg").stream().toList(), name)
                : out;
    }

    private static List<Method> in(List<? extends Class<?>> places, String name) {
        List<Method> out = new ArrayList<>();
        places.forEach(place -> out.addAll(of(place, name)));
        return out;
    }

    /** The public methods of a class that have an operator's name, in whatever case where the exact one is not there. */
    public static List<Method> of(Class<?> place, String name) {
        // PyTorch's own tests know some operators by the name under which they began: _segment_reduce.
        String exact = Names.camelCase(name.replaceFirst("^_(?!_)", ""));
        List<Method> methods = Arrays.stream(place.getMethods())
                .filter(m -> !m.isBridge() && !m.isSynthetic())
                .toList();
        List<Method> named =
                methods.stream().filter(m -> m.getName().equals(exact)).toList();
        return named.isEmpty() && exact.length() > 1
                ? methods.stream()
                        .filter(m -> m.getName().equalsIgnoreCase(exact))
                        .toList()
                : named;
    }

    private static Optional<Class<?>> optional(String name) {
        try {
            return Optional.of(Class.forName(Tensor.class.getPackageName() + "." + name));
        } catch (ClassNotFoundException e) {
            return Optional.empty();
        }
    }
}
