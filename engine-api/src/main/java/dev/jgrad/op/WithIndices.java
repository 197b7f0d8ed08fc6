package dev.jgrad.op;

import dev.jgrad.tensor.Tensor;

/** Values along a dimension, and the index that each has there. */
public record WithIndices(Tensor values, Tensor indices) {}
