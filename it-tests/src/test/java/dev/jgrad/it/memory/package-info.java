/** Training loops without any scope run in bounded memory; nothing native is lost. */
package dev.jgrad.it.memory;
