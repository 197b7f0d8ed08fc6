package dev.jgrad.op;

import dev.jgrad.autograd.Grad;
import dev.jgrad.autograd.Node;
import dev.jgrad.data.AutogradException;
import dev.jgrad.data.DTypeException;
import dev.jgrad.data.DeviceException;
import dev.jgrad.data.Promotion;
import dev.jgrad.tensor.Tensor;
import java.util.Arrays;
import java.util.Locale;

/** The rules of PyTorch's {@code out=}: what may be written where. */
public final class Outputs {
    private static final System.Logger LOG = System.getLogger("dev.jgrad");

    private Outputs() {}

    /** Writes a result into a tensor that exists already, after all checks, and returns that tensor. */
    public static Tensor write(Tensor out, Tensor result) {
        if (Grad.isEnabled() && (result.requiresGrad() || out.requiresGrad())) {
            throw new AutogradException(
                    operator(result) + "(): functions with out=... arguments don't support automatic"
                            + " differentiation, but one of the arguments requires grad. (write inside try (var _ ="
                            + " Grad.disabled()), or use the result itself)");
        }
        if (!out.device().equals(result.device())) {
            throw new DeviceException("Expected out tensor to be on " + result.device() + ", but got " + out.device()
                    + " instead; out has to be on the device of the operands");
        }
        if (!Promotion.canCast(result.dtype(), out.dtype())) {
            throw new DTypeException("result type " + result.dtype().scalarTypeName()
                    + " can't be cast to the desired output type " + out.dtype().scalarTypeName());
        }
        if (Arrays.equals(
                TensorAccess.shown(out).sizes(), TensorAccess.shown(result).sizes())) {
            Recorder.overwrite(out, result);
        } else {
            replace(out, result);
        }
        return out;
    }

    /** Gives a tensor of another shape memory of the result's shape. */
    private static void replace(Tensor out, Tensor result) {
        if (out.numel() > 0) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "An output with one or more elements was resized since it had shape "
                            + Arrays.toString(TensorAccess.shown(out).sizes())
                            + ", which does not match the required output shape "
                            + Arrays.toString(TensorAccess.shown(result).sizes())
                            + ". Outputs should have that shape, or no elements.");
        }
        Tensor fresh = CopyOps.rawClone(CastOps.convert(result.detach(), out.dtype()));
        TensorAccess.setData(out, TensorAccess.storage(fresh), TensorAccess.plainLayout(fresh));
        TensorAccess.storage(out).bumpVersion();
    }

    /** The operator of a recorded result, {@code add} of AddBackward0. */
    private static String operator(Tensor result) {
        Node node = result.gradFn();
        String name = node == null ? "out" : node.name().replaceAll("Backward\\d*$", "");
        return name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
    }
}
