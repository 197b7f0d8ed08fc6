/**
 * Clients for {@code jgrad serve}: {@code it-tests/bin/load URL} starts {@link dev.jgrad.it.load.Load}. Uses nothing but
 * the JDK, so that the container image can run it as well.
 */
package dev.jgrad.it.load;
