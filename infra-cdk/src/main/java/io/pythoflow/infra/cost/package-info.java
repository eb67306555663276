/**
 * What an environment costs in a month, from list prices and measured sizes. Pure arithmetic: it
 * asks nobody, and {@code docs/cost.md} is written from it.
 */
@NullMarked
package io.pythoflow.infra.cost;

import org.jspecify.annotations.NullMarked;
