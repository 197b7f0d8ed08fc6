package dev.jgrad.it.parity;

/**
 * A public name of PyTorch.
 *
 * @param section the Python module or class, {@code torch.linalg}
 * @param name the name in it
 */
record Entry(String section, String name) {
    String full() {
        return section + "." + name;
    }
}
