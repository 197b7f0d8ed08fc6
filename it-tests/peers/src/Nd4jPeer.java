import java.util.Map;
import java.util.function.UnaryOperator;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** ND4J with its native backend. It has no eager autograd, so only the cases without gradients. */
final class Nd4jPeer {
    private Nd4jPeer() {}

    public static void main(String[] args) {
        Peer.main(args, Nd4jPeer::of);
    }

    private static Runnable of(String kind, Map<String, Integer> p) {
        return switch (kind) {
            case "add" -> vector(p, x -> x.add(x));
            case "chain" ->
                vector(p, x -> Transforms.tanh(x.mul(2).addi(1), false).mul(Transforms.sigmoid(x)).sub(x.mul(x)));
            case "matmul" -> {
                INDArray a = Nd4j.rand(DataType.FLOAT, p.get("n"), p.get("n"));
                INDArray b = Nd4j.rand(DataType.FLOAT, p.get("n"), p.get("n"));
                yield () -> a.mmul(b);
            }
            case "reduce" -> {
                INDArray x = Nd4j.rand(DataType.FLOAT, p.get("n"), p.get("m"));
                yield () -> {
                    x.sum(0);
                    x.max(1);
                    Transforms.softmax(x);
                };
            }
            default -> null;
        };
    }

    private static Runnable vector(Map<String, Integer> p, UnaryOperator<INDArray> f) {
        INDArray x = Nd4j.rand(DataType.FLOAT, p.get("n"));
        return () -> f.apply(x);
    }
}
