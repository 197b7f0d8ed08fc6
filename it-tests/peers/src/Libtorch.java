import static org.bytedeco.pytorch.global.torch.ones;
import static org.bytedeco.pytorch.global.torch.rand;

import java.util.Map;
import java.util.function.UnaryOperator;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** PyTorch's C++ library through the JavaCPP presets. Temporaries are freed at the end of a call, by a scope. */
final class Libtorch {
    private Libtorch() {}

    public static void main(String[] args) {
        torch.set_num_threads(2);
        Peer.main(args, Libtorch::of);
    }

    private static Runnable of(String kind, Map<String, Integer> p) {
        return switch (kind) {
            case "add" -> elementwise(p, x -> x.add(x));
            case "chain" ->
                elementwise(p, x -> x.mul(new Scalar(2.0)).add(new Scalar(1.0)).tanh().mul(x.sigmoid()).sub(x.mul(x)));
            case "matmul" -> {
                Tensor a = rand(p.get("n"), p.get("n"));
                Tensor b = rand(p.get("n"), p.get("n"));
                yield scoped(() -> a.matmul(b));
            }
            case "reduce" -> {
                Tensor x = rand(p.get("n"), p.get("m"));
                yield scoped(() -> {
                    x.sum(0);
                    x.amax(new long[] {1}, false);
                    x.softmax(1);
                });
            }
            case "train-fn" -> scoped(() -> {
                Tensor x = ones(5, 5).set_requires_grad(true);
                Tensor y = x.add(new Scalar(3.0)).mul(x.add(new Scalar(4.0))).mul(new Scalar(0.5));
                y.sum().backward();
            });
            default -> null;
        };
    }

    private static Runnable elementwise(Map<String, Integer> p, UnaryOperator<Tensor> f) {
        Tensor x = rand(p.get("n"));
        return scoped(() -> f.apply(x));
    }

    private static Runnable scoped(Runnable body) {
        return () -> {
            try (PointerScope scope = new PointerScope()) {
                body.run();
            }
        };
    }
}
