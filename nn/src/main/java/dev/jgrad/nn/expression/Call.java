package dev.jgrad.nn.expression;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A call as it stands in the text.
 *
 * @param function the dotted name
 * @param arguments without names, in order
 * @param keywords with names, in order
 */
record Call(String function, List<@Nullable Object> arguments, Map<String, @Nullable Object> keywords) {}
