/** The one pool of Java threads that loops run on. */
@NullMarked
package dev.jgrad.cpu.threads;

import org.jspecify.annotations.NullMarked;
