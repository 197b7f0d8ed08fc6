package dev.jgrad.nn.parametrize;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jgrad.autograd.GradCheck;
import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.DType;
import dev.jgrad.nn.FunctionalCall;
import dev.jgrad.nn.Module;
import dev.jgrad.nn.layer.Conv2d;
import dev.jgrad.nn.layer.ConvTranspose1d;
import dev.jgrad.nn.layer.GRU;
import dev.jgrad.nn.layer.Linear;
import dev.jgrad.nn.layer.Tanh;
import dev.jgrad.nn.optim.SGD;
import dev.jgrad.tensor.Linalg;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Texts, names and numbers are those of PyTorch 2.13 for the same modules. */
class ParametrizeTest {
    private static final Tensor X = Tensors.tensor(1., 2., 3.).reshape(1, 3);

    private static Linear linear() {
        Linear linear = new Linear(3, 2);
        linear.loadStateDict(Map.of(
                "weight", Tensors.tensor(1., 2., 2., 3., 0., 4.).reshape(2, 3), "bias", Tensors.tensor(0.5, -1.)));
        return linear;
    }

    private static List<String> names(Module module) {
        return List.copyOf(module.stateDict().keySet());
    }

    private static double[] gradient(Module module, String name) {
        return Objects.requireNonNull(module.getParameter(name).grad()).toDoubleArray();
    }

    @Test
    void weightNorm() {
        Linear m = Parametrizations.weightNorm(linear());
        assertEquals("""
                ParametrizedLinear(
                  in_features=3, out_features=2, bias=True
                  (parametrizations): ModuleDict(
                    (weight): ParametrizationList(
                      (0): _WeightNorm()
                    )
                  )
                )""", m.toString());
        assertEquals(
                List.of("bias", "parametrizations.weight.original0", "parametrizations.weight.original1"), names(m));
        assertEquals(names(m), List.copyOf(m.namedParameters().keySet()));
        Tensor y = m.call(X);
        assertArrayEquals(new double[] {11.5, 14}, y.toDoubleArray(), 1e-6);
        y.sum().backward();
        assertArrayEquals(new double[] {11 / 3.0, 3}, gradient(m, "parametrizations.weight.original0"), 1e-6);
        assertArrayEquals(
                new double[] {-2 / 9.0, -4 / 9.0, 5 / 9.0, -0.8, 2, 0.6},
                gradient(m, "parametrizations.weight.original1"),
                1e-6);
        Parametrize.removeParametrizations(m, "weight");
        assertEquals("Linear(in_features=3, out_features=2, bias=True)", m.toString());
        assertEquals(List.of("bias", "weight"), names(m));
        assertSame(m.weight(), m.getParameter("weight"));
        assertTrue(m.weight().requiresGrad() && m.weight().isLeaf());
        assertArrayEquals(linear().call(X).toDoubleArray(), m.call(X).toDoubleArray(), 1e-6);
    }

    @Test
    void weightNormInItsOlderForm() {
        Linear m = WeightNorm.weightNorm(linear());
        assertEquals("Linear(in_features=3, out_features=2, bias=True)", m.toString());
        assertEquals(List.of("bias", "weight_g", "weight_v"), names(m));
        assertEquals(
                "tensor([[3.],\n        [5.]])", m.stateDict().get("weight_g").toString());
        m.getParameter("weight_g").detach().mul_(2);
        assertArrayEquals(new double[] {22.5, 29}, m.call(X).toDoubleArray(), 1e-5);
        WeightNorm.removeWeightNorm(m, "weight");
        assertEquals(List.of("bias", "weight"), names(m));
        assertArrayEquals(new double[] {2, 4, 4, 6, 0, 8}, m.weight().toDoubleArray(), 1e-6);
        Linear whole = WeightNorm.weightNorm(linear(), "weight", null);
        assertEquals("tensor(5.8310)", whole.stateDict().get("weight_g").toString());
    }

    @Test
    void spectralNorm() {
        Conv2d m = Parametrizations.spectralNorm(new Conv2d(2, 3, 3));
        assertEquals("""
                ParametrizedConv2d(
                  2, 3, kernel_size=(3, 3), stride=(1, 1)
                  (parametrizations): ModuleDict(
                    (weight): ParametrizationList(
                      (0): _SpectralNorm()
                    )
                  )
                )""", m.toString());
        assertEquals(
                List.of(
                        "bias",
                        "parametrizations.weight.original",
                        "parametrizations.weight.0._u",
                        "parametrizations.weight.0._v"),
                names(m));
        assertEquals(
                List.of("bias", "parametrizations.weight.original"),
                List.copyOf(m.namedParameters().keySet()));
        for (int i = 0; i < 60; i++) {
            m.call(Tensors.ones(1, 2, 3, 3));
        }
        assertEquals(1, norm(m.weight().flatten(1, -1)), 1e-4);
        ConvTranspose1d up = Parametrizations.spectralNorm(new ConvTranspose1d(2, 3, 4));
        for (int i = 0; i < 60; i++) {
            up.computed("weight");
        }
        assertEquals(1, norm(up.weight().transpose(0, 1).flatten(1, -1)), 1e-4);
        up.eval();
        Tensor before = up.computed("weight");
        assertArrayEquals(before.toDoubleArray(), up.computed("weight").toDoubleArray());
    }

    private static double norm(Tensor matrix) {
        return Linalg.svdvals(matrix.detach()).select(0, 0).item();
    }

    @Test
    void spectralNormInItsOlderForm() {
        Linear m = SpectralNorm.spectralNorm(linear());
        assertEquals(List.of("bias", "weight_orig", "weight_u", "weight_v"), names(m));
        assertEquals(
                List.of("bias", "weight_orig"), List.copyOf(m.namedParameters().keySet()));
        for (int i = 0; i < 60; i++) {
            m.call(X);
        }
        assertEquals(1, norm(m.weight()), 1e-5);
        m.call(X).sum().backward();
        assertTrue(gradient(m, "weight_orig").length == 6);
        SpectralNorm.removeSpectralNorm(m, "weight");
        assertEquals(List.of("bias", "weight"), names(m));
        assertEquals(1, norm(m.weight()), 1e-5);
    }

    @Test
    void aModuleOfOnesOwn() {
        Linear m = new Linear(2, 2);
        Tensor weight = m.weight();
        SGD optimizer = new SGD(m.parameters(), 0.1);
        Parametrize.registerParametrization(m, "weight", new Symmetric());
        assertSame(weight, m.getParameter("parametrizations.weight.original"));
        Parametrize.setValue(m, "weight", Tensors.tensor(1., 2., 2., 3.).reshape(2, 2));
        assertArrayEquals(new double[] {1, 2, 0, 3}, weight.toDoubleArray());
        assertArrayEquals(new double[] {1, 2, 2, 3}, m.weight().toDoubleArray());
        assertTrue(Parametrize.isParametrized(m) && Parametrize.isParametrized(m, "weight"));
        assertFalse(Parametrize.isParametrized(m, "bias"));
        m.call(Tensors.ones(1, 2)).sum().backward();
        optimizer.step();
        assertArrayEquals(new double[] {0.9, 1.8, 0, 2.9}, weight.toDoubleArray(), 1e-6);
        m.call(Tensors.ones(1, 2));
        assertArrayEquals(new double[] {0.9, 1.8, 1.8, 2.9}, m.weight().toDoubleArray(), 1e-6);
        Parametrize.registerParametrization(m, "weight", new Tanh());
        assertEquals(Math.tanh(0.9), m.weight().select(0, 0).select(0, 0).item(), 1e-6);
        refused(
                "parametrization Tanh does not implement right_inverse.",
                () -> Parametrize.setValue(m, "weight", weight));
        Parametrize.removeParametrizations(m, "weight", false);
        assertSame(weight, m.weight());
        assertEquals("Linear(in_features=2, out_features=2, bias=True)", m.toString());
    }

    @Test
    void recurrentWeights() {
        GRU gru = Parametrizations.weightNorm(new GRU(2, 3), "weight_hh_l0", 0);
        Tensor x = Tensors.ones(4, 1, 2);
        Tensor before = gru.call(x);
        gru.getParameter("parametrizations.weight_hh_l0.original0").detach().mul_(3);
        assertFalse(before.allClose(gru.call(x), 1e-5, 1e-8));
    }

    @Test
    void cachedValues() {
        Linear m = Parametrize.registerParametrization(new Linear(2, 2), "weight", new Symmetric());
        try (var _ = Parametrize.cached()) {
            Tensor first = m.computed("weight");
            try (var _ = Parametrize.cached()) {
                assertSame(first, m.computed("weight"));
            }
            assertSame(first, m.computed("weight"));
        }
        Tensor one = m.computed("weight");
        assertTrue(one != m.computed("weight"));
    }

    @Test
    void derivatives() {
        Linear weighted = Parametrizations.weightNorm(linear());
        Linear spectral = Parametrizations.spectralNorm(linear());
        spectral.eval();
        for (Linear m : List.of(weighted, spectral)) {
            m.to(DType.FLOAT64);
            String name = "parametrizations.weight.original" + (m == weighted ? "1" : "");
            Tensor x = X.to(DType.FLOAT64).requiresGrad_();
            Tensor w = m.getParameter(name).detach().clone().requiresGrad_();
            GradCheck.ToTensor f = in -> FunctionalCall.with(m, Map.of(name, in[0]), () -> m.call(in[1]));
            GradCheck.gradcheck(f, w, x);
            GradCheck.gradgradcheck(f, w, x);
        }
    }

    @Test
    void refusals() {
        Linear m = new Linear(2, 2);
        refused(
                "Module 'Linear(in_features=2, out_features=2, bias=True)' does not have a parameter, a buffer, or a"
                        + " parametrized element with name 'foo'",
                () -> Parametrize.registerParametrization(m, "foo", new Symmetric()));
        refused(
                "Registering a parametrization may not change the shape of the tensor, unless `unsafe` flag is"
                        + " enabled.\nunparametrized shape: torch.Size([2, 2])\nparametrized shape: torch.Size([2])",
                () -> Parametrize.registerParametrization(m, "weight", new Row()));
        assertSame(m.weight(), m.getParameter("weight"));
        Parametrize.registerParametrization(m, "weight", new Symmetric());
        refused(
                "Registering a parametrization may not change the shape of the tensor, unless the `unsafe` flag is"
                        + " enabled.\nmodule.weight.shape: torch.Size([2, 2])\nparametrization(module.weight).shape:"
                        + " torch.Size([2])",
                () -> Parametrize.registerParametrization(m, "weight", new Row()));
        Linear plain = new Linear(2, 2);
        refused(
                "Module Linear(in_features=2, out_features=2, bias=True) does not have a parametrization on weight",
                () -> Parametrize.removeParametrizations(plain, "weight"));
        refused(
                "Cannot leave unparametrized (`leave_parametrized=False`) a tensor that is parametrized in terms of a"
                        + " sequence of tensors.",
                () -> Parametrize.removeParametrizations(
                        Parametrizations.weightNorm(new Linear(2, 2)), "weight", false));
        refused(
                "weight_norm of 'weight' not found in Linear(in_features=2, out_features=2, bias=True)",
                () -> WeightNorm.removeWeightNorm(plain, "weight"));
        refused(
                "Cannot register two weight_norm hooks on the same parameter weight",
                () -> WeightNorm.weightNorm(WeightNorm.weightNorm(new Linear(2, 2))));
        refused(
                "spectral_norm of 'weight' not found in Linear(in_features=2, out_features=2, bias=True)",
                () -> SpectralNorm.removeSpectralNorm(plain, "weight"));
        refused(
                "Expected n_power_iterations to be positive, but got n_power_iterations=0",
                () -> Parametrizations.spectralNorm(plain, "weight", 0, 1e-12, null));
    }

    private static final class Row extends Module {
        @Override
        public Tensor forward(Tensor x) {
            return x.select(0, 0);
        }
    }

    private static void refused(String text, Executable use) {
        assertEquals(text, assertThrows(ArgumentException.class, use).getMessage());
    }
}
