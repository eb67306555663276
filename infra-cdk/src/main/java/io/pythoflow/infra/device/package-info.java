/** Things, their certificates and what they may do, in AWS IoT Core. */
@NullMarked
package io.pythoflow.infra.device;

import org.jspecify.annotations.NullMarked;
