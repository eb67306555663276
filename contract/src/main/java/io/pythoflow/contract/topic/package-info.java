/**
 * The MQTT topics and the filters that receive them. Used by whoever publishes, subscribes or
 * writes a policy; knows no payload.
 */
package io.pythoflow.contract.topic;
