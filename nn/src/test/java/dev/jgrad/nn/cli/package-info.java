/** Tests of the commands: exit codes, texts, files, and the text of the tutorials. */
package dev.jgrad.nn.cli;
