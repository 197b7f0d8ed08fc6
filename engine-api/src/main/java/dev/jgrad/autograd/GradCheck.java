package dev.jgrad.autograd;

import dev.jgrad.data.AutogradException;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import dev.jgrad.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Compares gradients with finite differences: {@code torch.autograd.gradcheck}. Inputs should be float64; those that
 * require a gradient are perturbed element by element.
 */
public final class GradCheck {
    /** A function of several tensors with one result. */
    @FunctionalInterface
    public interface ToTensor {
        /** Computes the result. */
        Tensor apply(Tensor... inputs);
    }

    /** A function of several tensors with several results. */
    @FunctionalInterface
    public interface ToTensors {
        /** Computes the results. */
        Tensor[] apply(Tensor... inputs);
    }

    /**
     * How close is close.
     *
     * @param eps perturbation of an element
     * @param atol absolute tolerance
     * @param rtol relative tolerance
     */
    public record Tolerance(double eps, double atol, double rtol) {
        /** PyTorch's defaults: 1e-6, 1e-5, 1e-3. */
        public static final Tolerance DEFAULT = new Tolerance(1e-6, 1e-5, 1e-3);
    }

    private GradCheck() {}

    /**
     * Checks first derivatives.
     *
     * @throws AutogradException when a derivative differs; the message shows both Jacobians
     */
    public static void gradcheck(ToTensor f, Tensor... inputs) {
        gradcheckAll(x -> new Tensor[] {f.apply(x)}, Tolerance.DEFAULT, inputs);
    }

    /** Checks second derivatives. */
    public static void gradgradcheck(ToTensor f, Tensor... inputs) {
        gradgradcheckAll(x -> new Tensor[] {f.apply(x)}, Tolerance.DEFAULT, inputs);
    }

    /** Checks first derivatives of all floating results. */
    public static void gradcheckAll(ToTensors f, Tolerance tolerance, Tensor... inputs) {
        Tensor[] outs = f.apply(inputs);
        boolean any = false;
        for (Tensor input : inputs) {
            any |= input.requiresGrad();
        }
        if (!any) {
            throw new AutogradException("gradcheck expects at least one input tensor to require gradient");
        }
        for (int o = 0; o < outs.length; o++) {
            if (outs[o].dtype().isFloatingPoint()) {
                checkOutput(f, tolerance, inputs, outs[o], o);
            }
        }
    }

    private static void checkOutput(ToTensors f, Tolerance tolerance, Tensor[] inputs, Tensor out, int o) {
        double[][][] analytic = analytic(inputs, out);
        for (int i = 0; i < inputs.length; i++) {
            if (!inputs[i].requiresGrad()) {
                continue;
            }
            double[][] numeric = numeric(f, tolerance.eps, inputs, i, o);
            for (int r = 0; r < numeric.length; r++) {
                for (int c = 0; c < numeric[r].length; c++) {
                    double a = analytic[i][r][c];
                    double n = numeric[r][c];
                    if (!(Math.abs(a - n) <= tolerance.atol + tolerance.rtol * Math.abs(n))) {
                        throw new AutogradException("Jacobian mismatch for output " + o + " with respect to input " + i
                                + " at [" + r + ", " + c + "]: numerical " + n + ", analytical " + a
                                + "\nnumerical:" + text(numeric) + "\nanalytical:" + text(analytic[i]));
                    }
                }
            }
        }
    }

    private static String text(double[][] jacobian) {
        StringBuilder b = new StringBuilder();
        for (int r = 0; r < Math.min(8, jacobian.length); r++) {
            b.append('\n').append(Arrays.toString(jacobian[r]));
        }
        return b.toString();
    }

    /** Rows are elements of the input, columns elements of the output. */
    private static double[][][] analytic(Tensor[] inputs, Tensor out) {
        int columns = Math.toIntExact(out.numel());
        double[][][] jacobians = new double[inputs.length][][];
        List<Tensor> wanted = new ArrayList<>();
        for (int i = 0; i < inputs.length; i++) {
            jacobians[i] = new double[Math.toIntExact(inputs[i].numel())][columns];
            if (inputs[i].requiresGrad()) {
                wanted.add(inputs[i]);
            }
        }
        if (!out.requiresGrad()) {
            return jacobians;
        }
        double[] unit = new double[columns];
        for (int c = 0; c < columns; c++) {
            Arrays.fill(unit, 0);
            unit[c] = 1;
            Tensor direction = Tensors.tensor(
                    new TensorOptions(out.dtype(), out.device()),
                    unit,
                    out.shape().toArray());
            List<@Nullable Tensor> grads = Autograd.grad(
                    List.of(out),
                    wanted,
                    List.of(direction),
                    Autograd.Options.DEFAULT.withRetainGraph().withAllowUnused());
            int w = 0;
            for (int i = 0; i < inputs.length; i++) {
                if (inputs[i].requiresGrad()) {
                    Tensor grad = grads.get(w++);
                    if (grad != null) {
                        double[] values = grad.toDoubleArray();
                        for (int r = 0; r < values.length; r++) {
                            jacobians[i][r][c] = values[r];
                        }
                    }
                }
            }
        }
        return jacobians;
    }

    private static double[][] numeric(ToTensors f, double eps, Tensor[] inputs, int i, int o) {
        Tensor original = inputs[i];
        double[] values = original.toDoubleArray();
        double[][] jacobian = new double[values.length][];
        for (int r = 0; r < values.length; r++) {
            double[] up = at(f, inputs, i, o, values, r, eps);
            double[] down = at(f, inputs, i, o, values, r, -eps);
            jacobian[r] = new double[up.length];
            for (int c = 0; c < up.length; c++) {
                jacobian[r][c] = (up[c] - down[c]) / (2 * eps);
            }
        }
        return jacobian;
    }

    private static double[] at(ToTensors f, Tensor[] inputs, int i, int o, double[] values, int r, double step) {
        double[] moved = values.clone();
        moved[r] += step;
        Tensor[] args = new Tensor[inputs.length];
        for (int k = 0; k < args.length; k++) {
            args[k] = inputs[k].detach();
        }
        Tensor like = inputs[i];
        args[i] = Tensors.tensor(
                new TensorOptions(like.dtype(), like.device()),
                moved,
                like.shape().toArray());
        // The function may itself differentiate, so its inputs must require a gradient where the originals do.
        for (int k = 0; k < args.length; k++) {
            args[k].requiresGrad_(inputs[k].requiresGrad());
        }
        return f.apply(args)[o].detach().toDoubleArray();
    }

    /** Checks second derivatives: first derivatives of the gradient, with random incoming gradients. */
    public static void gradgradcheckAll(ToTensors f, Tolerance tolerance, Tensor... inputs) {
        Tensor[] outs = f.apply(inputs);
        List<Integer> recorded = new ArrayList<>();
        List<Tensor> all = new ArrayList<>(Arrays.asList(inputs));
        for (int o = 0; o < outs.length; o++) {
            if (outs[o].requiresGrad()) {
                recorded.add(o);
                all.add(direction(outs[o], o));
            }
        }
        int n = inputs.length;
        ToTensors gradient = args -> {
            Tensor[] own = Arrays.copyOf(args, n);
            Tensor[] results = f.apply(own);
            List<Tensor> roots = new ArrayList<>();
            List<Tensor> seeds = new ArrayList<>();
            for (int k = 0; k < recorded.size(); k++) {
                roots.add(results[recorded.get(k)]);
                seeds.add(args[n + k]);
            }
            List<Tensor> wanted = new ArrayList<>();
            for (Tensor t : own) {
                if (t.requiresGrad()) {
                    wanted.add(t);
                }
            }
            return Autograd.grad(
                            roots,
                            wanted,
                            seeds,
                            Autograd.Options.DEFAULT.withCreateGraph().withMaterializeGrads())
                    .toArray(Tensor[]::new);
        };
        gradcheckAll(gradient, tolerance, all.toArray(Tensor[]::new));
    }

    /** A fixed direction with nothing special about it. */
    private static Tensor direction(Tensor out, int seed) {
        double[] values = new double[Math.toIntExact(out.numel())];
        for (int k = 0; k < values.length; k++) {
            values[k] = Math.sin(1.7 * k + seed + 0.3) + 0.25;
        }
        return Tensors.tensor(
                        new TensorOptions(out.dtype(), out.device()),
                        values,
                        out.shape().toArray())
                .requiresGrad_();
    }
}
