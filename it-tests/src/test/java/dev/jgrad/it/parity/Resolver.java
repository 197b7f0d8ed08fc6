package dev.jgrad.it.parity;

import dev.jgrad.it.conformance.ops.PublicMethods;
import dev.jgrad.nn.expression.ModuleExpression;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Linalg;
import dev.jgrad.tensor.Special;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds what of the public API stands for a name of PyTorch. */
final class Resolver {
    /** Packages whose public classes have the names of PyTorch's. */
    private static final Map<String, List<String>> CLASSES = Map.of(
            "torch.nn", List.of("nn.layer", "nn.loss", "nn"),
            "torch.optim", List.of("nn.optim"),
            "torch.optim.lr_scheduler", List.of("nn.optim"),
            "torch.autograd", List.of("autograd"));

    /** Classes whose public methods have the names of PyTorch's functions. */
    private static final Map<String, List<String>> METHODS = Map.of(
            "torch.nn.init", List.of("nn.init.Init"),
            "torch.func", List.of("autograd.Func"),
            "torch.autograd.functional", List.of("autograd.Derivatives"),
            "torch.autograd", List.of("autograd.Autograd", "autograd.GradCheck", "autograd.Grad"));

    private final Map<String, String> forms = new HashMap<>();

    /** Takes the names that are called otherwise: {@code torch.func.functional_call nn.FunctionalCall.functionalCall}. */
    Resolver(List<Lists.Line> forms) {
        forms.forEach(line -> this.forms.put(line.key(), line.value()));
    }

    /** Ours, as {@code Class.method}; empty when there is nothing. */
    Optional<String> find(Entry entry) {
        String form = forms.get(entry.full());
        if (form != null) {
            return Optional.of(checked(form));
        }
        for (String place : CLASSES.getOrDefault(entry.section(), List.of())) {
            Optional<Class<?>> found = publicClass(place + "." + entry.name());
            if (found.isPresent()) {
                return found.map(Class::getSimpleName);
            }
        }
        if (entry.section().equals("torch.nn") && ModuleExpression.names().contains(entry.name())) {
            return Optional.of("ModuleExpression: nn." + entry.name());
        }
        List<String> places = METHODS.get(entry.section());
        if (places == null) {
            return operator(entry);
        }
        return places.stream()
                .flatMap(place -> publicClass(place).stream())
                .flatMap(place -> PublicMethods.of(place, entry.name()).stream())
                .findFirst()
                .map(m -> m.getDeclaringClass().getSimpleName() + "." + m.getName());
    }

    private static Optional<String> operator(Entry entry) {
        boolean method = entry.section().equals("torch.Tensor");
        String namespace = method ? "" : entry.section().replaceFirst("^torch\\.?", "");
        if (CLASSES.containsKey(entry.section()) || namespace.startsWith("nn.utils")) {
            return Optional.empty();
        }
        return PublicMethods.of(namespace, entry.name(), !method).stream()
                .findFirst()
                .map(m -> owner(m.getDeclaringClass()) + "." + m.getName());
    }

    /** What a user writes: the types that the methods of the big classes are sorted into are no names to know. */
    private static String owner(Class<?> declaring) {
        return Stream.of(Tensor.class, Tensors.class, Functional.class, Linalg.class, Special.class)
                .filter(declaring::isAssignableFrom)
                .findFirst()
                .orElse(declaring)
                .getSimpleName();
    }

    /** A form as it is printed, its first word being a public member that must be there; an argument may follow. */
    private static String checked(String form) {
        String path = form.replaceFirst("[( ].*", "");
        int dot = path.lastIndexOf('.');
        boolean there = publicClass(path).isPresent()
                || publicClass(path.substring(0, dot))
                        .filter(c -> hasMember(c, path.substring(dot + 1)))
                        .isPresent();
        if (!there) {
            throw new IllegalStateException("forms.txt names what is not public: dev.jgrad." + path);
        }
        return form.replaceFirst("^([a-z]+\\.)+", "");
    }

    private static boolean hasMember(Class<?> place, String name) {
        return Arrays.stream(place.getMethods()).anyMatch(m -> m.getName().equals(name))
                || Arrays.stream(place.getFields()).anyMatch(f -> f.getName().equals(name));
    }

    private static Optional<Class<?>> publicClass(String name) {
        try {
            Class<?> found = Class.forName("dev.jgrad." + name);
            return Modifier.isPublic(found.getModifiers()) ? Optional.of(found) : Optional.empty();
        } catch (ClassNotFoundException e) {
            return Optional.empty();
        }
    }
}
