/** Tests of where NVIDIA's libraries are looked for. */
@NullMarked
package dev.jgrad.cuda.driver;

import org.jspecify.annotations.NullMarked;
