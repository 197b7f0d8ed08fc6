package dev.jgrad.nn.cli;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.nn.Module;
import dev.jgrad.nn.train.RunFolder;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import dev.jgrad.tensor.Tensors;
import dev.jgrad.viz.GraphDrawing;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Draws what autograd has recorded. */
@Command(
        name = "graph",
        sortOptions = false,
        description = {
            "Draws the graph that a computation leaves behind for its gradients: leaves in blue, a node for each operation.",
            "Without options: that of Q = 3*a**3 - b**2.",
            ""
        },
        footer = {
            "",
            "  jgrad graph --expression 'loss = ((x @ w).tanh() - y)**2' --let 'x=[1,2]' --let 'w=[3,4]' --let 'y=[5]'",
            "  jgrad graph --model resnet18 --input 1x3x64x64 --out resnet18.svg"
        })
final class GraphCommand implements Callable<Integer> {
    private static final String EXAMPLE = "Q = 3*a**3 - b**2";
    private static final List<String> EXAMPLE_VALUES = List.of("a=[2,3]", "b=[6,4]");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--expression", paramLabel = "TEXT", description = "A formula with + - * / @ ** and functions.")
    private @Nullable String expression;

    @Option(
            names = "--let",
            paramLabel = "NAME=[N,...]",
            description =
                    "The value of a variable; may be given several times (a=[2,3] and b=[6,4] are there already).")
    private List<String> values = List.of();

    @Option(
            names = "--model",
            paramLabel = "MODEL",
            description =
                    "A name such as resnet18, a file with the weights of a ResNet, or an expression as in PyTorch.")
    private @Nullable String model;

    @Option(names = "--input", paramLabel = "SIZES", description = "Sizes of the model's input, as in 1x3x64x64.")
    private @Nullable String input;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "FILE",
            defaultValue = "graph.svg",
            description = "Where to write; .svg for a picture, .dot for Graphviz (default: ${DEFAULT-VALUE}).")
    private Path out = Path.of("graph.svg");

    @Mixin
    private CommonOptions common = new CommonOptions();

    /** Made by picocli. */
    GraphCommand() {}

    @Override
    public Integer call() {
        Options.check(spec, expression == null || model == null, "Give --expression or --model, not both");
        common.apply();
        var names = new LinkedHashMap<String, Tensor>();
        Tensor root = model == null ? compute(names) : run(Models.of(model), names);
        String name = out.getFileName().toString();
        Options.check(spec, name.matches(".*\\.(svg|dot|gv)"), "--out must end in .svg or .dot, but is " + out);
        String drawing = name.endsWith(".svg") ? GraphDrawing.svg(root, names) : GraphDrawing.dot(root, names);
        Path folder = out.toAbsolutePath().getParent();
        RunFolder.of(folder == null ? Path.of(".") : folder).write(name, drawing.getBytes(StandardCharsets.UTF_8));
        if (model == null) {
            spec.commandLine().getOut().println(root);
        }
        spec.commandLine().getOut().println("drawn in " + out);
        return 0;
    }

    private Tensor compute(Map<String, Tensor> names) {
        EXAMPLE_VALUES.forEach(text -> let(text, names));
        values.forEach(text -> let(text, names));
        String text = expression == null ? EXAMPLE : expression;
        String result = "result";
        var assignment = java.util.regex.Pattern.compile("\\s*(\\w+)\\s*=(.*)").matcher(text);
        if (assignment.matches()) {
            result = assignment.group(1);
            text = assignment.group(2);
        }
        Tensor root = Expression.evaluate(text, names);
        if (root.isLeaf()) {
            throw new ArgumentException("the expression \"" + text + "\" computes nothing that has a graph");
        }
        names.put(result, root);
        return root;
    }

    private static void let(String text, Map<String, Tensor> names) {
        var parts = java.util.regex.Pattern.compile("(\\w+)=\\[?([-+.\\deE,\\s]+)\\]?")
                .matcher(text.strip());
        if (!parts.matches()) {
            throw new ArgumentException("'" + text + "' gives no variable a value; write it as in --let a=[2,3]");
        }
        String[] numbers = parts.group(2).strip().split("\\s*,\\s*");
        double[] parsed = new double[numbers.length];
        for (int i = 0; i < parsed.length; i++) {
            try {
                parsed[i] = Double.parseDouble(numbers[i]);
            } catch (NumberFormatException e) {
                throw new ArgumentException("'" + numbers[i] + "' in --let " + text + " is no number", e);
            }
        }
        names.put(parts.group(1), Tensors.tensor(TensorOptions.REQUIRES_GRAD, parsed, parsed.length));
    }

    private Tensor run(Module module, Map<String, Tensor> names) {
        names.putAll(module.namedParameters());
        module.eval();
        Tensor root = module.call(Models.input(module, input));
        if (root.isLeaf()) {
            throw new ArgumentException("the model has no parameters that are learned, so it leaves no graph");
        }
        names.put("output", root);
        return root;
    }
}
