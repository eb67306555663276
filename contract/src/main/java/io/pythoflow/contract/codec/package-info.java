/**
 * Payload bytes to records and back, with the tolerance that field devices need and the bounds that
 * a shared stream needs. Called by the job for every message and by the simulator; knows nothing of
 * brokers, state or tables.
 */
package io.pythoflow.contract.codec;
