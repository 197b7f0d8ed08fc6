/** The shared suites of goldens that PyTorch wrote: where they are and how their lines are read. */
package dev.jgrad.it.conformance;
