/**
 * What the simulator, the job, the policies and the tables agree on, each thing written once. Plain
 * Java that depends on nobody; everybody else depends on it.
 */
package io.pythoflow.contract;
