/** The command line, started as its users start it. */
package dev.jgrad.it.cli;
