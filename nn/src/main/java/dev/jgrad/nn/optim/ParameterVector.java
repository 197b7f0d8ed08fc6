package dev.jgrad.nn.optim;

import dev.jgrad.data.DeviceException;
import dev.jgrad.data.ShapeException;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import java.util.List;

/** All parameters as one vector and back, for methods that know nothing of layers. */
public final class ParameterVector {
    private ParameterVector() {}

    /** The parameters one after another, recorded: {@code torch.nn.utils.parameters_to_vector}. */
    public static Tensor parametersToVector(List<Tensor> parameters) {
        checkDevices(parameters);
        return Tensors.cat(0, parameters.stream().map(p -> p.reshape(-1)).toArray(Tensor[]::new));
    }

    /**
     * Lets each parameter use its part of a vector as its memory: {@code torch.nn.utils.vector_to_parameters}.
     *
     * @throws ShapeException when the vector is shorter than the parameters together
     */
    public static void vectorToParameters(Tensor vector, List<Tensor> parameters) {
        checkDevices(parameters);
        long all = parameters.stream().mapToLong(Tensor::numel).sum();
        if (vector.dim() != 1 || vector.size(0) < all) {
            throw new ShapeException("vector_to_parameters: parameters of " + all
                    + " elements need a vector of as many, but its shape is " + vector.shape());
        }
        long at = 0;
        for (Tensor parameter : parameters) {
            long n = parameter.numel();
            parameter.setData(
                    vector.detach().narrow(0, at, n).view(parameter.shape().toArray()));
            at += n;
        }
    }

    private static void checkDevices(List<Tensor> parameters) {
        if (parameters.stream().map(Tensor::device).distinct().count() > 1) {
            throw new DeviceException("Found two parameters on different devices, this is currently not supported.");
        }
    }
}
