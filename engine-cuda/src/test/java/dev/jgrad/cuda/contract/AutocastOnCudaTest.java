package dev.jgrad.cuda.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.jgrad.autograd.Autocast;
import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.DType;
import dev.jgrad.data.Device;
import dev.jgrad.tensor.Devices;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Linalg;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The lists of {@code torch.amp} for CUDA ("Autocast Op Reference"), by the dtypes of results. */
@CudaTest
class AutocastOnCudaTest {
    private final Map<String, Tensor> results = new LinkedHashMap<>();

    private void assertDTypes(DType expected) {
        results.forEach((name, t) -> assertEquals(expected, t.dtype(), name));
        results.clear();
    }

    @Test
    void operationsComputeInTheDtypeOfTheirList() {
        try (var _ = Devices.use(Device.cuda(0));
                var _ = Autocast.of("cuda", DType.FLOAT16)) {
            Tensor x = Tensors.rand(2, 3).add(0.5);
            Tensor v = Tensors.rand(3);
            Tensor batch = Tensors.rand(2, 2, 2);
            results.put("mm", x.mm(x.t()));
            results.put("matmul", x.matmul(v));
            results.put("bmm", batch.bmm(batch));
            results.put("addmm", Tensors.rand(2, 2).addmm(x, x.t()));
            results.put("addmv", Tensors.rand(2).addmv(x, v, 1, 1));
            results.put("addr", x.addr(Tensors.rand(2), v, 1, 1));
            results.put("einsum", Tensors.einsum("ij,kj->ik", x, x));
            results.put("linear", Functional.linear(x, x, null));
            results.put("conv1d", Functional.conv1d(batch, batch, null));
            results.put("multi_dot", Linalg.multiDot(x, x.t(), x));
            results.put("prelu", Functional.prelu(x, Tensors.rand(1)));
            assertDTypes(DType.FLOAT16);

            Tensor h = x.to(DType.FLOAT16);
            Tensor classes = Tensors.zeros(2).to(DType.INT64);
            results.put("exp", h.exp());
            results.put("log", h.log());
            results.put("rsqrt", h.rsqrt());
            results.put("reciprocal", h.reciprocal());
            results.put("tan", h.tan());
            results.put("pow number", h.pow(2));
            results.put("pow tensor", h.pow(h));
            results.put("number pow", h.rpow(2));
            results.put("softplus", Functional.softplus(h));
            results.put("softmax", h.softmax(1));
            results.put("logSoftmax", h.logSoftmax(1));
            results.put("logsumexp", h.logsumexp(1, false));
            results.put("sum", h.sum());
            results.put("sum dim", h.sum(1));
            results.put("prod", h.prod());
            results.put("cumsum", h.cumsum(1));
            results.put("cumprod", h.cumprod(1));
            results.put("norm", h.norm());
            results.put("layerNorm", Functional.layerNorm(h, new long[] {3}, null, null, 1e-5));
            results.put("crossEntropy", Functional.crossEntropy(h, classes));
            results.put("nllLoss", Functional.nllLoss(h, classes));
            results.put("mseLoss", Functional.mseLoss(h, h));
            results.put("l1Loss", Functional.l1Loss(h, h));
            results.put("klDiv", Functional.klDiv(h, h, "sum", false));
            results.put("bce with logits", Functional.binaryCrossEntropyWithLogits(h, h));
            results.put("cosineSimilarity", Functional.cosineSimilarity(h, h));
            assertDTypes(DType.FLOAT32);

            results.put("addcmul", x.addcmul(h, h));
            results.put("atan2", h.atan2(x));
            results.put("dot", v.dot(v.to(DType.FLOAT16)));
            results.put("add", x.add(h));
            results.put("cat of both", Tensors.cat(0, x, h));
            assertDTypes(DType.FLOAT32);

            results.put("addcmul of lower", h.addcmul(h, h));
            results.put("relu", h.relu());
            results.put("mean", h.mean());
            results.put("abs", h.abs());
            results.put("sqrt", h.sqrt());
            results.put("exp in place", h.clone().exp_());
            results.put("sum to", x.sum(DType.FLOAT16));
            assertDTypes(DType.FLOAT16);

            results.put("double", x.to(DType.FLOAT64).mm(x.t().to(DType.FLOAT64)));
            results.put("exp of double", x.to(DType.FLOAT64).exp());
            assertDTypes(DType.FLOAT64);
        }
    }

    @Test
    void refusesWhatFloat16CannotHold() {
        try (var _ = Devices.use(Device.cuda(0));
                var _ = Autocast.of("cuda")) {
            Tensor p = Tensors.rand(3);
            assertThrows(ArgumentException.class, () -> Functional.binaryCrossEntropy(p, p));
            try (var _ = Autocast.disabled("cuda")) {
                assertEquals(DType.FLOAT32, Functional.binaryCrossEntropy(p, p).dtype());
            }
        }
    }

    @Test
    void aRegionForTheOtherDeviceTypeLeavesCudaAlone() {
        try (var _ = Devices.use(Device.cuda(0));
                var _ = Autocast.of("cpu")) {
            Tensor x = Tensors.rand(2, 2);
            assertEquals(DType.FLOAT32, x.mm(x).dtype());
        }
    }
}
