/**
 * The operator suite: calls of PyTorch's operators with what PyTorch answered. {@link
 * dev.jgrad.it.conformance.ops.OpsSuite} runs it. A case names an operator as PyTorch does; {@link
 * dev.jgrad.it.conformance.ops.Operators} finds the public method that stands for it, by name and by the names of its
 * parameters, so that an operator which jgrad gains is checked without an entry anywhere. {@link
 * dev.jgrad.it.conformance.ops.SpecialCalls} lists the few whose Java form is another one.
 */
@org.jspecify.annotations.NullMarked
package dev.jgrad.it.conformance.ops;
