package dev.jgrad.nn.layer;

import dev.jgrad.nn.Module;
import dev.jgrad.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Holds parameters by name, in the order in which they were added. {@code torch.nn.ParameterDict}. */
public final class ParameterDict extends Module {
    private final List<String> names = new ArrayList<>();

    /** Without parameters. */
    public ParameterDict() {}

    /** With the parameters of a map, in its order. */
    public ParameterDict(Map<String, Tensor> parameters) {
        parameters.forEach(this::put);
    }

    /** Adds a parameter, or replaces one. */
    public ParameterDict put(String name, Tensor parameter) {
        registerParameter(name, parameter);
        if (!names.contains(name)) {
            names.add(name);
        }
        return this;
    }

    /** The parameter of that name. */
    public Tensor get(String name) {
        return getParameter(name);
    }

    /** All names, in order. */
    public List<String> keys() {
        return List.copyOf(names);
    }

    /** The number of parameters. */
    public int size() {
        return names.size();
    }

    @Override
    protected String extraRepr() {
        return names.stream().map(this::line).collect(Collectors.joining("\n"));
    }

    private String line(String name) {
        Tensor parameter = getParameter(name);
        String sizes = Arrays.stream(parameter.shape().toArray())
                .mapToObj(Long::toString)
                .collect(Collectors.joining("x"));
        boolean cpu = parameter.device().isCpu();
        String kind = (cpu ? "torch." : "torch.cuda.") + parameter.dtype().scalarTypeName() + "Tensor";
        String place = cpu ? "" : " (GPU " + parameter.device().index() + ")";
        return "  (" + name + "): Parameter containing: [" + kind + " of size " + sizes + place + "]";
    }
}
