/**
 * Reads the class files of all modules and fails where one knows what it should not. The map itself is
 * {@link dev.jgrad.it.architecture.Arrows}; {@link dev.jgrad.it.architecture.ArchitectureTest} applies it.
 */
@NullMarked
package dev.jgrad.it.architecture;

import org.jspecify.annotations.NullMarked;
