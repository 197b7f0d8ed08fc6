/** The page of {@code jgrad serve} in a real browser, where Chromium is installed. */
package dev.jgrad.it.page;
