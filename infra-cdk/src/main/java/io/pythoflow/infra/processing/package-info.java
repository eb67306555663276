/** The Flink application: its settings, its role, and the resource that starts and stops it. */
@NullMarked
package io.pythoflow.infra.processing;

import org.jspecify.annotations.NullMarked;
