/**
 * Every differentiable operation, defined once. {@link dev.jgrad.op.Dispatcher} is the single door: it checks, promotes,
 * broadcasts, allocates, runs the kernel of the backend that holds the data, bumps versions and records the node of the
 * graph. Elementwise operations are table entries ({@link dev.jgrad.op.UnaryOp}, {@link dev.jgrad.op.BinaryOp}); an
 * operation with structure is a static method that ends in {@link dev.jgrad.op.Dispatcher#record}. Start at {@code
 * ArithmeticOps}.
 */
@NullMarked
package dev.jgrad.op;

import org.jspecify.annotations.NullMarked;
