package io.pythoflow.job.config;

import java.util.Optional;

/**
 * What an evaluation of the past is asked for, as written on a command line; {@link EvaluateConfig}
 * reads it.
 *
 * @param rules path or URI of the rules that are tried
 * @param from start of the range, inclusive
 * @param to end of the range, exclusive
 * @param warmUp how much before the range is replayed without writing decisions
 * @param output folder of the decisions
 * @param order in which readings are heard
 * @param soil under the controller
 */
public record EvaluateOptions(
        Optional<String> rules,
        Optional<String> from,
        Optional<String> to,
        Optional<String> warmUp,
        Optional<String> output,
        Optional<String> order,
        Optional<String> soil) {}
