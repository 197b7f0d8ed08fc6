package dev.jgrad.cuda.dnn;

/** The three convolutions: each computes one of input x, weight w and output y from the other two. */
enum Direction {
    FORWARD("convolution"),
    INPUT_GRADIENT("convolution's gradient of the input"),
    WEIGHT_GRADIENT("convolution's gradient of the weight");

    /** For messages. */
    final String op;

    Direction(String op) {
        this.op = op;
    }
}
