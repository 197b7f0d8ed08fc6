package dev.jgrad.it.fuzz;

import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Linalg;
import dev.jgrad.tensor.Special;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Calls of any public method with arguments that often fit and sometimes cannot: an operation that jgrad gains is called
 * without an entry anywhere.
 */
final class MethodCalls {
    /** What does not say the same twice, waits for a caller's memory, or is called by a statement of its own. */
    private static final Set<String> LEFT_OUT = Set.of(
            "empty",
            "emptyLike",
            "newEmpty",
            "emptyStrided",
            "fromSegment",
            "fromBytes",
            "accumulateRetainedGrad",
            "initialize",
            "wait",
            "notify",
            "notifyAll",
            "getClass",
            "hashCode",
            "equals",
            "grad",
            "gradFn",
            "setGrad",
            "registerHook",
            "registerPostAccumulateGradHook",
            "backward",
            "setData",
            "data");

    /**
     * Whose gradient is by definition, PyTorch's, not the derivative of what they compute: they symmetrise, estimate, leave
     * history alone, write several values to one place, round to more digits than there are, look outside of what they are given, stand where both operands are equal, or divide
     * by a deviation that equal numbers have from their rounded mean only.
     */
    private static final Set<String> NOT_SMOOTH = Set.of("""
            requiresGrad_ detach detach_ ctcLoss embedding embeddingBag gumbelSoftmax cholesky choleskySolve
            choleskyInverse choleskyEx clamp clamp_ clip clip_ eigh eigvalsh pinv lstsq svd svdLowrank pcaLowrank qr logicalAnd_ logicalOr_ logicalXor_ logicalNot_ indexPut indexPut_ scatter maxUnpool1d maxUnpool2d maxUnpool3d
            scatter_ round round_ atan2 atan2_ arctan2 arctan2_ indexCopy indexCopy_ put put_ set normal gaussianNllLoss
            nextafter nextafter_ std stdMean lobpcg cosineSimilarity asStrided asStrided_ asStridedCopy asStridedScatter\
            """.split("\\s+"));

    private static final List<Method> METHODS = Stream.of(
                    Tensor.class, Tensor.class, Tensors.class, Functional.class, Linalg.class, Special.class)
            .flatMap(c -> Arrays.stream(c.getMethods()))
            .filter(m -> !LEFT_OUT.contains(m.getName()) && !m.isBridge() && m.getDeclaringClass() != Object.class)
            .filter(m -> Arrays.stream(m.getParameterTypes()).allMatch(Choice::draws))
            // Whichever interface declares them: a seed draws the same after one of them is split.
            .sorted(Comparator.comparing(Method::getName).thenComparing(m -> Arrays.toString(m.getParameterTypes())))
            .toList();
    private static final List<String> NAMES =
            METHODS.stream().map(Method::getName).distinct().toList();

    private MethodCalls() {}

    /** One call: first the name is drawn, so that a method of many overloads comes no more often. */
    static void run(Scene scene, Draw draw) {
        String name = NAMES.get(draw.below(NAMES.size()));
        if (scene.isSmooth() && NOT_SMOOTH.contains(name)) {
            return;
        }
        List<Method> overloads =
                METHODS.stream().filter(m -> m.getName().equals(name)).toList();
        call(scene, draw, overloads.get(draw.below(overloads.size())));
    }

    private static void call(Scene scene, Draw draw, Method m) {
        boolean isStatic = Modifier.isStatic(m.getModifiers());
        Variable self = isStatic ? null : receiver(scene, draw, m);
        List<Choice> choices = new ArrayList<>();
        Variable like = self;
        for (Parameter p : m.getParameters()) {
            Choice c = Choice.of(scene, draw, p, m.getName(), like);
            if (like == null && !c.reads().isEmpty()) {
                like = c.reads().getFirst();
            }
            choices.add(c);
        }
        List<Variable> reads = new ArrayList<>(Choice.reads(choices));
        if (self != null) {
            reads.addFirst(self);
        }
        @Nullable Object[] arguments = choices.stream().map(Choice::value).toArray();
        String owner = self == null ? m.getDeclaringClass().getSimpleName() : self.name();
        boolean alpha = Arrays.stream(m.getParameters())
                .anyMatch(p -> Set.of("alpha", "value").contains(p.getName()) && m.getParameterCount() > 1);
        scene.perform(
                draw,
                owner + "." + m.getName() + "(" + Choice.join(choices) + ");",
                reads,
                counts(m) ? Rounding.JUMPS : Rounding.of(m.getName(), alpha),
                () -> call(m, self == null ? null : self.tensor(), arguments));
    }

    /** Whether a tensor says how often: powers of negative numbers and polynomials jump between whole numbers. */
    private static boolean counts(Method m) {
        return Arrays.stream(m.getParameters())
                .anyMatch(p -> p.getType() == Tensor.class
                        && (Set.of("exponent", "n").contains(p.getName())
                                || m.getName().startsWith("pow")));
    }

    private static Variable receiver(Scene scene, Draw draw, Method m) {
        return m.getName().endsWith("_") ? scene.pick(draw, t -> !(t.isLeaf() && t.requiresGrad())) : scene.pick(draw);
    }

    private static @Nullable Object call(Method m, @Nullable Object self, @Nullable Object[] arguments)
            throws Exception {
        try {
            return m.invoke(self, arguments);
        } catch (InvocationTargetException e) {
            switch (e.getCause()) {
                case Exception cause -> throw cause;
                case Error cause -> throw cause;
                default -> throw e;
            }
        }
    }
}
