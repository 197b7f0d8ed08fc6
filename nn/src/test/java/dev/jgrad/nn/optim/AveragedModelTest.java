package dev.jgrad.nn.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.jgrad.autograd.Grad;
import dev.jgrad.data.ArgumentException;
import dev.jgrad.nn.layer.BatchNorm1d;
import dev.jgrad.nn.layer.Linear;
import dev.jgrad.nn.layer.RunningStatistics;
import dev.jgrad.nn.layer.Sequential;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import java.util.List;
import org.junit.jupiter.api.Test;

class AveragedModelTest {
    private static void fill(Linear net, double value) {
        Grad.noGrad(() -> net.parameters().forEach(p -> p.fill_(value)));
    }

    @Test
    void theMeanOfAllWeights() {
        Linear net = new Linear(1, 1);
        AveragedModel averaged = new AveragedModel(net, new Linear(1, 1));
        for (double value : new double[] {1, 2, 6}) {
            fill(net, value);
            averaged.updateParameters(net);
        }
        assertEquals(3, averaged.averagedCount());
        assertEquals(
                "tensor([[15.]])",
                averaged.call(Tensors.tensor(4.).reshape(1, 1)).detach().toString());
        assertEquals(
                List.of("n_averaged", "module.weight", "module.bias"),
                List.copyOf(averaged.stateDict().keySet()));
        assertEquals(6, net.parameters().getFirst().item(), "the net keeps its own weights");
    }

    @Test
    void theMovingAverage() {
        Linear net = new Linear(1, 1);
        AveragedModel averaged = new AveragedModel(net, new Linear(1, 1), AveragedModel.exponential(0.75), false);
        for (double value : new double[] {1, 2, 6}) {
            fill(net, value);
            averaged.updateParameters(net);
        }
        assertEquals(0.75 * 1.25 + 0.25 * 6, averaged.parameters().getFirst().item());
        assertThrows(ArgumentException.class, () -> AveragedModel.exponential(1.5));
        assertThrows(ArgumentException.class, () -> new AveragedModel(net, net));
    }

    @Test
    void buffersFollowTheNetOrAreAveraged() {
        BatchNorm1d net = new BatchNorm1d(1);
        AveragedModel follows = new AveragedModel(net, new BatchNorm1d(1));
        AveragedModel averages = new AveragedModel(net, new BatchNorm1d(1), AveragedModel.mean(), true);
        for (double value : new double[] {1, 3}) {
            net.getBuffer("running_mean").fill_(value);
            follows.updateParameters(net);
            averages.updateParameters(net);
        }
        assertEquals(3, follows.module().getBuffer("running_mean").item());
        assertEquals(2, averages.module().getBuffer("running_mean").item());
    }

    @Test
    void statisticsOfBatchNormalisationAreTheMeanOfAllBatches() {
        BatchNorm1d norm = new BatchNorm1d(1);
        Sequential net = new Sequential(norm);
        norm.getBuffer("running_mean").fill_(77);
        net.eval();
        List<Tensor> batches = List.of(
                Tensors.tensor(1., 3.).reshape(2, 1), Tensors.tensor(5., 9.).reshape(2, 1));
        RunningStatistics.update(batches, net);
        assertEquals("tensor([4.5000])", norm.getBuffer("running_mean").toString());
        assertEquals("tensor([5.])", norm.getBuffer("running_var").toString());
        assertEquals(0.1, norm.options().momentum());
        assertFalse(net.isTraining());
    }
}
