/** The command line, run inside the test's JVM. */
package dev.jgrad.nn.cli;
