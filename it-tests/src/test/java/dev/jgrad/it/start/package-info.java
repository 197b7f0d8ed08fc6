/** Programs of a user, started in a JVM of their own: on the class path, on the module path, with and without options. */
@NullMarked
package dev.jgrad.it.start;

import org.jspecify.annotations.NullMarked;
