import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.Map;
import java.util.function.Consumer;

/** DJL with its PyTorch engine. Temporaries are freed at the end of a call, with a manager of their own. */
final class Djl {
    private Djl() {}

    public static void main(String[] args) {
        System.setProperty("ai.djl.pytorch.num_threads", "2");
        System.setProperty("ai.djl.offline", "true");
        Peer.main(args, Djl::of);
    }

    private static Runnable of(String kind, Map<String, Integer> p) {
        NDManager base = Engine.getEngine("PyTorch").newBaseManager();
        return switch (kind) {
            case "add" -> unary(base, new Shape(p.get("n")), x -> x.add(x));
            case "chain" ->
                unary(base, new Shape(p.get("n")), x -> x.mul(2).add(1).tanh().mul(ai.djl.nn.Activation.sigmoid(x)).sub(x.mul(x)));
            case "matmul" -> unary(base, new Shape(p.get("n"), p.get("n")), x -> x.matMul(x));
            case "reduce" -> unary(base, new Shape(p.get("n"), p.get("m")), x -> {
                x.sum(new int[] {0});
                x.max(new int[] {1});
                x.softmax(1);
            });
            case "train-fn" -> () -> {
                try (NDManager manager = base.newSubManager();
                        GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
                    NDArray x = manager.ones(new Shape(5, 5));
                    x.setRequiresGradient(true);
                    NDArray y = x.add(3).mul(x.add(4)).mul(0.5);
                    collector.backward(y.sum());
                }
            };
            default -> null;
        };
    }

    private static Runnable unary(NDManager base, Shape shape, Consumer<NDArray> body) {
        NDArray x = base.randomUniform(0, 1, shape);
        return () -> {
            try (NDManager manager = base.newSubManager()) {
                x.attach(manager); // results go to the manager of their input
                body.accept(x);
                x.attach(base);
            }
        };
    }
}
