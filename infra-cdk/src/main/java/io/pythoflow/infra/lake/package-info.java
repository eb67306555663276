/** What the lake is made of: buckets, catalogue, crawler, raw archive, and who may ask it. */
@NullMarked
package io.pythoflow.infra.lake;

import org.jspecify.annotations.NullMarked;
