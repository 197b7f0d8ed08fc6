package dev.jgrad.nn.layer;

import dev.jgrad.nn.Module;
import dev.jgrad.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;

/** Holds parameters in a list. {@code torch.nn.ParameterList}. */
public final class ParameterList extends Module implements Iterable<Tensor> {
    private final List<String> names = new ArrayList<>();

    /** A list of parameters. */
    public ParameterList(Tensor... parameters) {
        Arrays.stream(parameters).forEach(this::append);
    }

    /** Adds a parameter at the end. */
    public ParameterList append(Tensor parameter) {
        String name = Integer.toString(names.size());
        registerParameter(name, parameter);
        names.add(name);
        return this;
    }

    /** The number of parameters. */
    public int size() {
        return names.size();
    }

    /** The parameter at a position; negative ones count from the end. */
    public Tensor get(int index) {
        return getParameter(names.get(ModuleList.position(index, size())));
    }

    @Override
    public Iterator<Tensor> iterator() {
        return names.stream().map(this::getParameter).iterator();
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
        String place =
                parameter.device().isCpu() ? "" : " (GPU " + parameter.device().index() + ")";
        return "  (" + name + "): Parameter containing: [" + parameter.dtype() + " of size " + sizes + place + "]";
    }
}
