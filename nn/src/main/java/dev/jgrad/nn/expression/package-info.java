/**
 * Modules from text: {@link dev.jgrad.nn.expression.ModuleExpression} reads {@code nn.Sequential(nn.Linear(4, 8), nn.ReLU())}
 * as Python has it. The text is parsed into a tree of calls, whose names are looked up in tables; nothing else is ever run.
 */
@NullMarked
package dev.jgrad.nn.expression;

import org.jspecify.annotations.NullMarked;
