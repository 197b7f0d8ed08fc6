// The mechanics of autograd: how requires_grad spreads, freezing, and training functions in ten threads.
//
//     ./jgrad example autograd-mechanics

import module dev.jgrad.nn;

import static dev.jgrad.tensor.Tensors.ones;
import static dev.jgrad.tensor.Tensors.randn;

void main() throws InterruptedException {
    Tensor x = randn(5, 5); // requiresGrad() is false by default
    Tensor y = randn(5, 5);
    Tensor z = randn(5, 5).requiresGrad_();
    Tensor a = x.add(y);
    IO.println(python(a.requiresGrad()));
    Tensor b = a.add(z);
    IO.println(python(b.requiresGrad()));

    ResNet model = pretrained();
    for (Tensor parameter : model.parameters()) {
        parameter.requiresGrad_(false);
    }
    // Replace the last fully connected layer. Parameters of new modules require a gradient.
    model.setFc(new Linear(512, 100));

    // Optimize only the classifier.
    Optimizer optimizer = new SGD(model.fc().parameters(), 1e-2, 0.9);
    optimizer.zeroGrad();
    IO.println(model);

    // Ten threads, each with a graph and a backward pass of its own.
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
        Thread thread = new Thread(this::trainFn);
        thread.start();
        threads.add(thread);
    }
    for (Thread thread : threads) {
        thread.join();
    }
}

/** A training function, to be used in different threads. */
void trainFn() {
    Tensor x = ones(5, 5).requiresGrad_();
    // forward
    Tensor y = x.add(3).mul(x.add(4)).mul(0.5);
    // backward
    y.sum().backward();
    // potential optimizer update
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
