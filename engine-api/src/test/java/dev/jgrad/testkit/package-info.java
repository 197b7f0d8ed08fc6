/** What every module's tests share: the backend contract, sample inputs and assertions. */
@NullMarked
package dev.jgrad.testkit;

import org.jspecify.annotations.NullMarked;
