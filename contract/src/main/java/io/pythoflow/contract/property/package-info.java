/**
 * The names, types, defaults and meanings of every setting. The job reads its configuration through
 * them, the deployment writes the service's property groups with them, and {@code
 * docs/configuration.md} is rendered from them.
 */
@NullMarked
package io.pythoflow.contract.property;

import org.jspecify.annotations.NullMarked;
