/**
 * What FAO Irrigation and Drainage Paper 56 says of crops, soils and the water between them. The
 * rules name its crops and soils, the job decides by it, and the simulated field lives by it. It
 * knows nothing of any of them.
 */
@NullMarked
package io.pythoflow.contract.agronomy;

import org.jspecify.annotations.NullMarked;
