// A gentle introduction to autograd: one picture through a ResNet-18, forward, loss, backward, step.
//
//     ./jgrad example gentle-introduction

import module dev.jgrad.nn;

import dev.jgrad.autograd.Grad;

import static dev.jgrad.tensor.Tensors.rand;

void main() {
    ResNet model = pretrained();
    // Random data for a single picture with 3 channels,
    Tensor data = rand(1, 3, 64, 64);
    // and its label, initialised with random values.
    Tensor labels = rand(1, 1000);
    IO.println(python(labels.isLeaf()));

    Tensor prediction = model.call(data); // forward pass
    IO.println(prediction.getClass());
    IO.println(prediction.dtype());
    IO.println(prediction.size());
    IO.println("---");
    IO.println(labels.size());
    IO.println(python(prediction.isLeaf()));

    Tensor loss = prediction.sub(labels).sum();
    IO.println(loss);
    IO.println(python(loss.isLeaf()));
    loss.backward(); // backward pass

    // All parameters of the model go to the optimizer: SGD with a learning rate of 0.01 and a momentum of 0.9.
    Optimizer optim = new SGD(model.parameters(), 1e-2, 0.9);
    optim.step(); // gradient descent

    // Exclusion from the graph: freeze all parameters,
    ResNet frozen = pretrained();
    for (Tensor parameter : frozen.parameters()) {
        parameter.requiresGrad_(false);
    }
    // and replace the classifier by a new one, which is not frozen.
    frozen.setFc(new Linear(512, 10));
    Optimizer optimizer = new SGD(frozen.parameters(), 1e-2, 0.9);
    optimizer.zeroGrad();

    // The same as a block in which nothing is recorded.
    try (var _ = Grad.disabled()) {
        frozen.call(data);
    }
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
