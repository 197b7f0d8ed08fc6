package dev.jgrad.nn.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.DType;
import dev.jgrad.io.Checkpoint;
import dev.jgrad.nn.Parameter;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import dev.jgrad.tensor.Tensors;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Steps on Rosenbrock's valley in float64. The numbers are PyTorch 2.13's:
 *
 * <pre>{@code
 * a = torch.tensor([-1.2], dtype=torch.float64, requires_grad=True)
 * b = torch.tensor([[1.0]], dtype=torch.float64, requires_grad=True)
 * o = torch.optim.LBFGS([a, b], …)
 * def closure():
 *     o.zero_grad()
 *     loss = ((1 - a) ** 2).sum() + 100 * ((b - a * a) ** 2).sum()
 *     loss.backward()
 *     return loss
 * losses = [o.step(closure).item() for _ in range(n)]
 * }</pre>
 */
class LBFGSTest {
    private static final class Valley {
        final Tensor a = Parameter.of(Tensors.full(TensorOptions.dtype(DType.FLOAT64), -1.2, 1));
        final Tensor b = Parameter.of(Tensors.full(TensorOptions.dtype(DType.FLOAT64), 1, 1, 1));
        int calls;

        double[] run(Optimizer optimizer, int steps) {
            double[] losses = new double[steps];
            for (int i = 0; i < steps; i++) {
                losses[i] = optimizer
                        .step(() -> {
                            calls++;
                            optimizer.zeroGrad();
                            Tensor loss = a.rsub(1)
                                    .square()
                                    .sum()
                                    .add(b.sub(a.mul(a)).square().sum().mul(100));
                            loss.backward();
                            return loss;
                        })
                        .item();
            }
            return losses;
        }

        LBFGS optimizer(LBFGS.Options options) {
            return new LBFGS(List.of(a, b), options);
        }

        void check(double expectedA, double expectedB, int expectedCalls) {
            assertEquals(expectedA, a.item(), 1e-9);
            assertEquals(expectedB, b.item(), 1e-9);
            assertEquals(expectedCalls, calls);
        }
    }

    private static final LBFGS.Options WOLFE = LBFGS.Options.DEFAULT.withLineSearchFn("strong_wolfe");

    @Test
    void stepsOfOneLength() {
        Valley valley = new Valley();
        double[] losses = valley.run(valley.optimizer(LBFGS.Options.lr(0.05).withMaxIter(5)), 4);
        assertArrayEquals(
                new double[] {24.199999999999996, 12.556773513855426, 9.36646517206544, 7.367674306879769},
                losses,
                1e-9);
        valley.check(-1.0913256210421465, 1.0585367082848043, 20);
        Valley few = new Valley();
        LBFGS optimizer = few.optimizer(LBFGS.Options.lr(1e-3).withMaxIter(3).withMaxEval(2));
        few.run(optimizer, 3);
        few.check(-1.1990098705121806, 1.0004214247845, 6);
    }

    @Test
    void lineSearch() {
        Valley valley = new Valley();
        LBFGS optimizer = valley.optimizer(WOLFE.withMaxIter(4).withHistorySize(2));
        double[] losses = valley.run(optimizer, 6);
        assertArrayEquals(
                new double[] {
                    24.199999999999996,
                    4.121126775765638,
                    3.7930742512723468,
                    2.4806405496741535,
                    1.595630705764671,
                    0.9382404406991658
                },
                losses,
                1e-9);
        valley.check(0.3251995681002319, 0.07395168126372532, 30);
        Map<?, ?> state = (Map<?, ?>) ((Map<?, ?>) optimizer.stateDict().get("state"))
                .values()
                .iterator()
                .next();
        assertEquals(30L, state.get("func_evals"));
        assertEquals(19L, state.get("n_iter"));
        assertEquals(1.0, state.get("t"));
        assertEquals(0.01014912569357745, ((Tensor) state.get("H_diag")).item(), 1e-9);
        assertEquals(0.7137491266805899, (Double) state.get("prev_loss"), 1e-9);
        assertEquals(2, ((List<?>) state.get("old_dirs")).size());
        Valley whole = new Valley();
        whole.run(whole.optimizer(WOLFE), 3);
        whole.check(0.9999814210791366, 0.9999619651810989, 45);
    }

    @Test
    void continuesFromAFile(@TempDir Path folder) {
        Valley whole = new Valley();
        whole.run(whole.optimizer(WOLFE.withMaxIter(4)), 4);
        Valley parts = new Valley();
        LBFGS first = parts.optimizer(WOLFE.withMaxIter(4));
        parts.run(first, 2);
        Path file = folder.resolve("lbfgs.pth");
        Checkpoint.save(first.stateDict(), file);
        LBFGS second = parts.optimizer(LBFGS.Options.lr(3));
        Map<String, Object> loaded = new LinkedHashMap<>();
        ((Map<?, ?>) Checkpoint.load(file)).forEach((key, value) -> loaded.put((String) key, value));
        second.loadStateDict(loaded);
        assertEquals(first.toString(), second.toString());
        parts.run(second, 2);
        parts.check(whole.a.item(), whole.b.item(), whole.calls);
    }

    @Test
    void printsAsPyTorch() {
        assertEquals("""
                LBFGS (
                Parameter Group 0
                    history_size: 100
                    line_search_fn: None
                    lr: 1
                    max_eval: 25
                    max_iter: 20
                    tolerance_change: 1e-09
                    tolerance_grad: 1e-07
                )""", new Valley().optimizer(LBFGS.Options.DEFAULT).toString());
    }

    @Test
    void refusals() {
        Valley valley = new Valley();
        LBFGS optimizer = valley.optimizer(LBFGS.Options.DEFAULT);
        assertTrue(assertThrows(ArgumentException.class, optimizer::step)
                .getMessage()
                .startsWith("LBFGS.step() missing 1 required positional argument: 'closure'"));
        assertEquals(
                "LBFGS doesn't support per-parameter options (parameter groups)",
                assertThrows(
                                ArgumentException.class,
                                () -> optimizer.addParamGroup(ParamGroup.of(List.of(Parameter.of(Tensors.ones(1))))))
                        .getMessage());
        assertEquals(
                "only 'strong_wolfe' is supported",
                assertThrows(
                                ArgumentException.class,
                                () -> valley.optimizer(LBFGS.Options.DEFAULT.withLineSearchFn("armijo")))
                        .getMessage());
    }
}
