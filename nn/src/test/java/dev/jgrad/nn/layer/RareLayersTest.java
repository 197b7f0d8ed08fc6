package dev.jgrad.nn.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.DType;
import dev.jgrad.data.ShapeException;
import dev.jgrad.nn.Module;
import dev.jgrad.nn.expression.ModuleExpression;
import dev.jgrad.nn.loss.CTCLoss;
import dev.jgrad.nn.loss.Reduction;
import dev.jgrad.nn.loss.TripletMarginLoss;
import dev.jgrad.nn.loss.TripletMarginWithDistanceLoss;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import dev.jgrad.tensor.ValuesIndices;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RareLayersTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "nn.EmbeddingBag(10, 3) | EmbeddingBag(10, 3, mode='mean')",
                "nn.EmbeddingBag(10, 3, mode='sum', padding_idx=2, max_norm=1.0)"
                        + " | EmbeddingBag(10, 3, max_norm=1.0, mode='sum', padding_idx=2)",
                "nn.MaxUnpool1d(3, stride=2, padding=1) | MaxUnpool1d(kernel_size=(3,), stride=(2,), padding=(1,))",
                "nn.MaxUnpool2d(2) | MaxUnpool2d(kernel_size=(2, 2), stride=(2, 2), padding=(0, 0))",
                "nn.MaxUnpool3d((2, 2, 2)) | MaxUnpool3d(kernel_size=(2, 2, 2), stride=(2, 2, 2), padding=(0, 0, 0))",
                "nn.CTCLoss(blank=1) | CTCLoss()",
                "nn.FractionalMaxPool2d(3, output_size=(2, 3)) | FractionalMaxPool2d()",
                "nn.FractionalMaxPool3d(2, output_ratio=0.5) | FractionalMaxPool3d()",
                "nn.Softshrink(1) | Softshrink(1)",
                "nn.Hardshrink(1) | Hardshrink(1)",
                "nn.Hardshrink() | Hardshrink(0.5)",
                "nn.Threshold(2.0, 1) | Threshold(threshold=2.0, value=1)",
                "nn.Threshold(threshold=0, value=-1.0) | Threshold(threshold=0, value=-1.0)",
                "nn.ConstantPad1d((1, 0), 0.0) | ConstantPad1d(padding=(1, 0), value=0.0)",
                "nn.ConstantPad2d(1, float('-inf')) | ConstantPad2d(padding=(1, 1, 1, 1), value=-inf)",
                "nn.LPPool2d(2.0, 1) | LPPool2d(norm_type=2.0, kernel_size=1, stride=None, ceil_mode=False)",
                "nn.LPPool1d(2, 1, stride=(3,)) | LPPool1d(norm_type=2, kernel_size=1, stride=(3,), ceil_mode=False)",
                "nn.MaxPool1d((2,), 1)"
                        + " | MaxPool1d(kernel_size=(2,), stride=1, padding=0, dilation=1, ceil_mode=False)",
                "nn.AdaptiveMaxPool1d((3,)) | AdaptiveMaxPool1d(output_size=(3,))",
                "nn.AdaptiveAvgPool1d(3) | AdaptiveAvgPool1d(output_size=3)",
                "nn.LPPool3d(2, 3) | LPPool3d(norm_type=2, kernel_size=3, stride=None, ceil_mode=False)",
                "nn.UpsamplingNearest2d(scale_factor=2) | UpsamplingNearest2d(scale_factor=2.0, mode='nearest')",
                "nn.UpsamplingBilinear2d(size=(4, 4)) | UpsamplingBilinear2d(size=(4, 4), mode='bilinear')",
                "nn.GaussianNLLLoss() | GaussianNLLLoss()",
                "nn.PoissonNLLLoss(log_input=False) | PoissonNLLLoss()",
                "nn.MultiMarginLoss(p=2) | MultiMarginLoss()",
                "nn.MultiLabelSoftMarginLoss() | MultiLabelSoftMarginLoss()"
            })
    void printsAsPyTorch(String expression, String text) {
        assertEquals(text, ModuleExpression.build(expression).toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "nn.Dropout2d(1.5) | dropout probability has to be between 0 and 1, but got 1.5",
                "nn.FeatureAlphaDropout(-0.1) | dropout probability has to be between 0 and 1, but got -0.1",
                "nn.RNN(0, 5) | input_size must be greater than zero",
                "nn.MultiMarginLoss(p=3) | only p == 1 and p == 2 supported",
                "nn.TripletMarginWithDistanceLoss(margin=-1.0)"
                        + " | TripletMarginWithDistanceLoss: expected margin to be greater than 0, got -1.0 instead",
                "nn.FractionalMaxPool2d(2)"
                        + " | FractionalMaxPool2d requires specifying either an output size, or a pooling ratio",
                "nn.FractionalMaxPool3d(2, output_size=2, output_ratio=0.5)"
                        + " | only one of output_size and output_ratio may be specified"
            })
    void constructorsRefuseAsPyTorch(String expression, String message) {
        ArgumentException e = assertThrows(ArgumentException.class, () -> ModuleExpression.build(expression));
        assertEquals(message, e.getMessage());
    }

    @Test
    void fractionalPoolingTakesSamplesAndGivesPositions() {
        Tensor x = Tensors.arange(7 * 8 * 9).to(DType.FLOAT32).view(1, 1, 7, 8, 9);
        Module pool = ModuleExpression.build("nn.FractionalMaxPool3d(2, output_size=4, return_indices=True,"
                + " _random_samples=torch.tensor([[[0.9, 0.3, 0.6]]]))");
        assertEquals(List.of("_random_samples"), List.copyOf(pool.stateDict().keySet()));
        List<Tensor> results = pool.callAll(List.of(x));
        // Starts are floor((i + u) a) - floor(u a) with a = (size - 2) / 3, the last one size - 2; u by depth, height,
        // width.
        assertArrayEquals(
                new long[] {1, 3, 4, 6},
                results.get(1)
                        .select(-1, 0)
                        .select(-1, 0)
                        .flatten()
                        .div(72, "floor")
                        .toLongArray());
        assertArrayEquals(
                new long[] {1, 3, 6, 8},
                results.get(1).select(2, 0).select(2, 0).flatten().remainder(9).toLongArray());
        assertArrayEquals(
                results.get(1).to(DType.FLOAT64).toDoubleArray(),
                results.get(0).to(DType.FLOAT64).toDoubleArray());
    }

    @Test
    void cellsRefuseStatesOfOtherSizes() {
        RNNCell cell = new RNNCell(2, 3);
        Tensor x = Tensors.randn(4, 2);
        assertThrows(ShapeException.class, () -> cell.call(x, Tensors.zeros(1, 3)));
        assertThrows(ShapeException.class, () -> cell.call(x, Tensors.zeros(4, 1)));
        assertThrows(ShapeException.class, () -> cell.call(x, Tensors.zeros(4, 1, 1, 3)));
    }

    @Test
    void adaptiveSoftmaxPrintsAndNamesItsParametersAsPyTorch() {
        Module m = ModuleExpression.build("nn.AdaptiveLogSoftmaxWithLoss(16, 100, [10, 20])");
        assertEquals("""
                AdaptiveLogSoftmaxWithLoss(
                  (head): Linear(in_features=16, out_features=12, bias=False)
                  (tail): ModuleList(
                    (0): Sequential(
                      (0): Linear(in_features=16, out_features=4, bias=False)
                      (1): Linear(in_features=4, out_features=10, bias=False)
                    )
                    (1): Sequential(
                      (0): Linear(in_features=16, out_features=1, bias=False)
                      (1): Linear(in_features=1, out_features=80, bias=False)
                    )
                  )
                )""", m.toString());
        assertEquals(
                List.of("head.weight", "tail.0.0.weight", "tail.0.1.weight", "tail.1.0.weight", "tail.1.1.weight"),
                List.copyOf(m.stateDict().keySet()));
    }

    @Test
    void adaptiveSoftmaxIsADistribution() {
        AdaptiveLogSoftmaxWithLoss m = new AdaptiveLogSoftmaxWithLoss(8, 12, 3, 7);
        Tensor x = Tensors.randn(5, 8);
        Tensor logs = m.logProb(x);
        assertArrayEquals(
                new double[] {1, 1, 1, 1, 1},
                logs.exp().sum(new int[] {1}, false).toDoubleArray(),
                1e-5);
        Tensor target = Tensors.tensor(0L, 2L, 4L, 11L, 7L);
        AdaptiveLogSoftmaxWithLoss.Output out = m.outputs(x, target);
        assertArrayEquals(
                logs.gather(1, target.unsqueeze(1)).toDoubleArray(),
                out.output().toDoubleArray(),
                1e-5);
        assertEquals(-out.output().mean().item(), out.loss().item(), 1e-6);
        assertArrayEquals(logs.argmax(1).toLongArray(), m.predict(x).toLongArray());
        assertThrows(ArgumentException.class, () -> m.outputs(x, target.add(1)));
    }

    @Test
    void unpoolingPutsElementsBack() {
        Tensor x = Tensors.arange(32L).toFloat().reshape(1, 2, 4, 4);
        ValuesIndices pooled = new MaxPool2d(2).withIndices(x);
        Tensor back = new MaxUnpool2d(2).call(pooled.values(), pooled.indices());
        assertEquals(x.shape(), back.shape());
        assertEquals(pooled.values().sum().item(), back.sum().item());
        assertTrue(back.eq(x).logicalOr(back.eq(0)).all().itemBoolean());
    }

    @Test
    void bagsAreMeansOfRows() {
        EmbeddingBag bag = new EmbeddingBag(6, 3);
        Tensor numbers = Tensors.tensor(0L, 2L, 4L, 5L);
        Tensor out = bag.call(numbers, Tensors.tensor(0L, 3L));
        Tensor rows = bag.weight().indexSelect(0, numbers);
        assertArrayEquals(
                rows.narrow(0, 0, 3).mean(new int[] {0}, false).toDoubleArray(),
                out.select(0, 0).toDoubleArray(),
                1e-6);
        assertArrayEquals(rows.select(0, 3).toDoubleArray(), out.select(0, 1).toDoubleArray(), 1e-6);
    }

    @Test
    void connectionistLossOfOneStepIsTheLabelsLikelihood() {
        Tensor logs = Functional.logSoftmax(Tensors.randn(1, 2, 4), -1);
        Tensor loss = new CTCLoss(CTCLoss.Options.DEFAULT.withReduction(Reduction.NONE))
                .call(logs, Tensors.tensor(1L, 3L).reshape(2, 1), Tensors.tensor(1L, 1L), Tensors.tensor(1L, 1L));
        assertEquals(-logs.select(2, 1).select(1, 0).item(), loss.select(0, 0).item(), 1e-6);
        assertEquals(-logs.select(2, 3).select(1, 1).item(), loss.select(0, 1).item(), 1e-6);
    }

    @Test
    void tripletLossWithTheUsualDistanceIsTheUsualTripletLoss() {
        Tensor a = Tensors.randn(4, 3);
        Tensor p = Tensors.randn(4, 3);
        Tensor n = Tensors.randn(4, 3);
        TripletMarginWithDistanceLoss loss = new TripletMarginWithDistanceLoss();
        assertEquals(
                new TripletMarginLoss().call(a, p, n).item(), loss.call(a, p, n).item(), 1e-6);
        assertEquals("TripletMarginWithDistanceLoss(\n  (distance_function): PairwiseDistance()\n)", loss.toString());
    }

    @Test
    void softmaxWithoutADimensionTakesPyTorchsOlderOne() {
        Tensor x = Tensors.randn(2, 3, 4);
        assertEquals(new Softmax(0).call(x).toString(), new Softmax().call(x).toString());
        Tensor y = Tensors.randn(2, 3);
        assertEquals(
                new LogSoftmax(1).call(y).toString(), new LogSoftmax().call(y).toString());
        assertEquals(new Softmin(1).call(y).toString(), new Softmin().call(y).toString());
    }

    @Test
    void adaptiveLogSoftmaxGivesTheLossToo() {
        AdaptiveLogSoftmaxWithLoss layer = new AdaptiveLogSoftmaxWithLoss(4, 6, new long[] {2, 4}, 2, false);
        List<Tensor> both = layer.callAll(List.of(Tensors.randn(3, 4), Tensors.tensor(0L, 3L, 5L)));
        assertEquals(both.get(0).neg().mean().item(), both.get(1).item(), 1e-6);
    }

    @Test
    void parameterDictPrintsAsPyTorch() {
        Map<String, Tensor> map = new LinkedHashMap<>();
        map.put("a", Tensors.zeros(2));
        map.put("b", Tensors.zeros(2, 3));
        ParameterDict dict = new ParameterDict(map);
        assertEquals(
                "ParameterDict(\n    (a): Parameter containing: [torch.FloatTensor of size 2]\n"
                        + "    (b): Parameter containing: [torch.FloatTensor of size 2x3]\n)",
                dict.toString());
        assertEquals(List.of("a", "b"), List.copyOf(dict.stateDict().keySet()));
        assertTrue(dict.get("b").requiresGrad());
    }
}
