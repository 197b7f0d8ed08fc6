/** Tests of the progress bar. */
package dev.jgrad.nn.progress;
