/**
 * The metrics that have a name, a unit and a column of their own, and how what senders write is
 * turned into them. Used by the codec, the tables and the aggregation; knows neither messages nor
 * storage.
 */
package io.pythoflow.contract.metric;
