/**
 * Reads and evaluates the Python expressions of the suites: literals, names, attributes, calls, subscripts and operators. {@link
 * dev.jgrad.it.python.PythonParser} gives a tree, {@link dev.jgrad.it.python.PythonEvaluator} turns it into jgrad's objects by
 * the names of PyTorch, {@link dev.jgrad.it.python.PythonText} writes a value as {@code repr} does. No expression has an
 * entry of its own.
 */
@NullMarked
package dev.jgrad.it.python;

import org.jspecify.annotations.NullMarked;
