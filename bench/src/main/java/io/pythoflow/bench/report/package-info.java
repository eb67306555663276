/** What a measurement says in the end: a table for people, JSON for programs. */
@NullMarked
package io.pythoflow.bench.report;

import org.jspecify.annotations.NullMarked;
