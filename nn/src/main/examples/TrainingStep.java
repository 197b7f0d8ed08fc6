// One training step with everything around it: weights, printed model and tensors, gradients checked by hand and against an
// explicit Jacobian, the drawn graph, exclusion from it, and the structure of the network.
//
//     ./jgrad example training-step

import module dev.jgrad.nn;

import dev.jgrad.autograd.Grad;
import dev.jgrad.nn.Module;
import java.nio.file.Files;
import java.nio.file.Path;

import static dev.jgrad.tensor.Tensors.rand;
import static dev.jgrad.tensor.Tensors.tensor;

void main() throws IOException {
    // --- A single training step ---------------------------------------------------------------------------------
    ResNet model = pretrained();
    Tensor data = rand(1, 3, 64, 64);
    Tensor labels = rand(1, 1000);
    IO.println(model);
    IO.println(data);
    IO.println(labels);

    Tensor prediction = model.call(data); // forward pass
    IO.println(prediction);
    IO.println(prediction.dtype());
    IO.println(prediction.shape());

    Tensor loss = prediction.sub(labels).sum();
    loss.backward(); // backward pass
    IO.println(loss);
    IO.println(loss.dtype());
    IO.println(loss.shape());

    Optimizer optim = new SGD(model.parameters(), 1e-2, 0.9);
    IO.println(optim);
    optim.step(); // gradient descent

    // --- Differentiation in autograd ----------------------------------------------------------------------------
    Tensor a = tensor(2., 3.).requiresGrad_();
    Tensor b = tensor(6., 4.).requiresGrad_();
    IO.println(a);
    IO.println(b);
    Tensor Q = a.pow(3).mul(3).sub(b.pow(2));
    IO.println(Q);

    // --- The computational graph --------------------------------------------------------------------------------
    Path picture = Path.of(System.getProperty("java.io.tmpdir"), "Q.svg");
    Files.writeString(picture, GraphDrawing.svg(Q, Map.of("a", a, "b", b, "Q", Q)));
    System.err.println("The graph of Q is drawn in " + picture);

    Tensor externalGrad = tensor(1., 1.);
    Q.backward(externalGrad);
    // check if collected gradients are correct
    IO.println(a.pow(2).mul(9).eq(a.grad()));
    IO.println(b.mul(-2).eq(b.grad()));
    IO.println(a.grad());

    // --- Vector calculus: backward(v) computes Jᵀv, here beside the Jacobian itself --------------------------------
    Tensor x = tensor(1., 2., 3.).requiresGrad_();
    Tensor v = tensor(0.1, 1., 10.);
    Tensor y = x.pow(2).mul(x.sum());
    y.backward(v);
    Tensor jacobian = Derivatives.jacobian(t -> t.pow(2).mul(t.sum()), x);
    if (!x.grad().allClose(jacobian.t().mv(v), 1e-5, 1e-6)) {
        throw new AssertionError("backward(v) is not the vector-Jacobian product");
    }

    // --- Exclusion from the graph -------------------------------------------------------------------------------
    Tensor s = rand(5, 5);
    Tensor t = rand(5, 5);
    Tensor z = rand(5, 5).requiresGrad_();
    IO.println("Does `a` require gradients?: " + python(s.add(t).requiresGrad()));
    IO.println("Does `b` require gradients?: " + python(s.add(z).requiresGrad()));

    ResNet frozen = pretrained();
    for (Tensor parameter : frozen.parameters()) {
        parameter.requiresGrad_(false);
    }
    frozen.setFc(new Linear(512, 10)); // a new linear layer is not frozen
    Optimizer optimizer = new SGD(frozen.parameters(), 1e-2, 0.9);
    optimizer.zeroGrad();

    // --- The structure of the network, with the shapes that hooks saw --------------------------------------------
    ResNet net = pretrained();
    Tensor input = rand(1, 3, 64, 64);
    Map<String, String> shapes = registerShapeHooks(net);
    net.eval();
    try (var _ = Grad.disabled()) {
        net.call(input);
    }
    printTree(net, shapes, tuple(input.shape().toArray()));
}

/** Records the shape of what each of the named modules returns. */
Map<String, String> registerShapeHooks(Module model) {
    Map<String, String> shapes = new HashMap<>();
    List<String> names = new ArrayList<>(List.of("conv1", "bn1", "relu", "maxpool", "avgpool", "fc"));
    for (int stage = 1; stage <= 4; stage++) {
        names.addAll(List.of("layer" + stage, "layer" + stage + ".0", "layer" + stage + ".1"));
    }
    for (String name : names) {
        model.getSubmodule(name).registerForwardHook((module, inputs, outputs) ->
                shapes.put(name, tuple(outputs.getFirst().shape().toArray())));
    }
    return shapes;
}

/** The important numbers of a layer in one line. */
String describe(Module module) {
    return switch (module) {
        case Conv2d c -> "Conv2d(" + c.inChannels() + "→" + c.outChannels() + ", k=" + c.kernelSize() + ", s=" + c.stride()
                + ", p=" + c.padding() + ", bias=" + python(c.bias() != null) + ")";
        case BatchNorm2d n -> "BatchNorm2d(" + n.numFeatures() + ", eps=1e-05, momentum=" + n.options().momentum()
                + ", affine=" + python(n.options().affine()) + ", track_running_stats="
                + python(n.options().trackRunningStats()) + ")";
        case ReLU r -> "ReLU(inplace=" + python(r.inplace()) + ")";
        case MaxPool2d p -> "MaxPool2d(k=" + p.kernelSize() + ", s=" + p.stride() + ", p=" + p.padding() + ", dilation="
                + p.dilation() + ", ceil_mode=" + python(p.ceilMode()) + ")";
        case AdaptiveAvgPool2d p -> "AdaptiveAvgPool2d(output_size=" + p.outputSize() + ")";
        case Linear l -> "Linear(" + l.inFeatures() + "→" + l.outFeatures() + ", bias=" + python(l.bias() != null) + ")";
        case Sequential q -> "Sequential(n=" + q.size() + ")";
        case BasicBlock k -> "BasicBlock(stride=" + k.stride() + ", downsample=" + python(k.downsample() != null) + ")";
        default -> module.getClass().getSimpleName();
    };
}

/** What the layers of a ResNet are there for, as the notebook explains it. */
String annotation(String name) {
    return switch (name) {
        case "conv1" -> "Stem：首层 7×7 卷积（降采样、扩通道）";
        case "bn1" -> "Stem：BatchNorm（稳定训练/推理）";
        case "relu" -> "Stem：ReLU 非线性";
        case "maxpool" -> "Stem：最大池化（再次降采样）";
        case "layer1" -> "Stage 1：残差块堆叠（不降采样，通道 64）";
        case "layer2" -> "Stage 2：残差块堆叠（首块降采样，通道 128）";
        case "layer3" -> "Stage 3：残差块堆叠（首块降采样，通道 256）";
        case "layer4" -> "Stage 4：残差块堆叠（首块降采样，通道 512）";
        case "avgpool" -> "Head：自适应全局平均池化到 1×1";
        case "fc" -> "Head：全连接分类层（ImageNet 默认 1000 类）";
        case "downsample" -> "残差分支：用 1×1 conv/BN 对齐形状以便相加";
        case "conv2" -> "残差主分支：第二个 3×3 卷积";
        case "bn2" -> "残差主分支：第二个 BatchNorm";
        default -> "";
    };
}

void printTree(Module model, Map<String, String> shapes, String inputShape) {
    IO.println("=".repeat(88));
    IO.println("Model: " + model.getClass().getSimpleName() + " (torchvision ResNet-18)");
    IO.println("Input: " + inputShape + "   # 例如 (1, 3, 64, 64)");
    IO.println("=".repeat(88));
    IO.println("\n[Stem]  # 特征提取入口（快速降采样 + 提升通道）");
    for (String name : List.of("conv1", "bn1", "relu", "maxpool")) {
        line(model, shapes, name, 0);
    }
    for (int stage = 1; stage <= 4; stage++) {
        String name = "layer" + stage;
        IO.println("\n[" + name + "]  # " + annotation(name));
        line(model, shapes, name, 0);
        for (int i = 0; i < 2; i++) {
            printBlock(model, shapes, name + "." + i);
        }
    }
    IO.println("\n[Head]  # 池化 + 分类器");
    for (String name : List.of("avgpool", "fc")) {
        line(model, shapes, name, 0);
    }
    IO.println("\n备注：out=... 是根据一次前向传播自动记录的输出 shape（和输入大小有关）。");
    IO.println("=".repeat(88));
}

void printBlock(Module model, Map<String, String> shapes, String name) {
    line(model, shapes, name, 1);
    for (String part : List.of("conv1", "bn1", "relu", "conv2", "bn2")) {
        line(model, shapes, name + "." + part, 2);
    }
    if (((BasicBlock) model.getSubmodule(name)).downsample() instanceof Sequential downsample) {
        line(model, shapes, name + ".downsample", 2);
        for (int j = 0; j < downsample.size(); j++) {
            line(model, shapes, name + ".downsample." + j, 3);
        }
    }
}

void line(Module model, Map<String, String> shapes, String path, int indent) {
    String note = annotation(path.substring(path.lastIndexOf('.') + 1));
    String shape = shapes.get(path);
    IO.println("  ".repeat(indent) + "- " + path + ": " + describe(model.getSubmodule(path))
            + (shape == null ? "" : " | out=" + shape) + (note.isEmpty() ? "" : "  # " + note));
}

String tuple(long[] sizes) {
    return "(" + String.join(", ", Arrays.stream(sizes).mapToObj(Long::toString).toList()) + ")";
}

/** The weights of torchvision, from the cache or the network; random ones where there is neither. */
ResNet pretrained() {
    try {
        return ResNet.resnet18(Weights.DEFAULT);
    } catch (DownloadException e) {
        System.err.println(e.getMessage() + ". Going on with random weights.");
        Generator.manualSeed(0);
        return ResNet.resnet18();
    }
}

/** As Python prints it. */
String python(boolean value) {
    return value ? "True" : "False";
}
