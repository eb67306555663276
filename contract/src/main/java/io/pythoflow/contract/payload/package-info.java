/**
 * What messages mean once they are read: one record per kind of payload. Made by the codec, carried
 * through the job and the simulator; knows neither JSON nor MQTT.
 */
package io.pythoflow.contract.payload;
