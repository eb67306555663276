/**
 * A broker that misbehaves as AWS IoT Core does, and a proxy that spoils the network before any
 * broker. For tests: in process, on free ports, with a clock that can be moved.
 *
 * <p>{@link io.pythoflow.job.mqtt.quirks.QuirksBroker} speaks MQTT 5 and 3.1.1, QoS 0 and 1, with
 * persistent sessions and shared subscriptions. {@link io.pythoflow.job.mqtt.quirks.Quirks} says
 * how it misbehaves; {@code Quirks.AWS} has the values of AWS IoT Core:
 *
 * <ul>
 *   <li><b>Window.</b> At most 100 unacknowledged QoS 1 messages under way to a client, whatever
 *       receive maximum it announces (AWS service quotas, "AWS IoT Core message broker").
 *   <li><b>Resend.</b> What is unacknowledged for 30 s comes again on the same connection without
 *       the duplicate flag ("Manual Publish Acknowledgement and QoS 1 Redelivery" in the FAQ of the
 *       AWS IoT Device SDK for Java v2), "on rare occasions" under another packet identifier, and
 *       "the DUP flag is not supported" (AWS IoT developer guide, MQTT).
 *   <li><b>Stored messages</b> leave at 10/s per client, 20/s per active member of a shared
 *       subscription, while live ones pass beside them (developer guide, MQTT persistent sessions
 *       and shared subscriptions). So event time jumps to and fro.
 *   <li><b>Discard.</b> Above 100 publishes per second and connection, also while it is away, QoS 1
 *       messages of plain subscriptions are discarded; those of a shared subscription wait (service
 *       quotas; developer guide, shared subscriptions).
 *   <li><b>Shared subscriptions.</b> A random member gets a message. Messages are queued while all
 *       members with a persistent session are offline (developer guide, shared subscriptions).
 *   <li><b>Session expiry.</b> What the client asks for, at most an account's maximum (developer
 *       guide, MQTT persistent sessions); here it can be far shorter, or the clock moved.
 *   <li><b>Takeover.</b> A second connection with the same client id ends the first with 0x8E.
 *   <li><b>Authorisation.</b> A client that may not subscribe or publish loses its connection
 *       without an answer (developer guide, AWS IoT Core policy actions); other brokers answer with
 *       a reason code. Both forms are there.
 *   <li><b>Retained messages</b> are never delivered through filters with wildcards or shared ones
 *       (developer guide, MQTT retained messages).
 *   <li><b>Packet ids re-used in flight</b>, which is not of AWS but of Mosquitto 2.0.11.
 *   <li><b>Lost sessions, stalls, garbage, limits announced, refusals by topic</b>: on demand.
 * </ul>
 *
 * <p>{@link io.pythoflow.job.mqtt.quirks.BrokerProxy} stands between clients and any broker, sees
 * the packets that pass, and cuts connections at any byte. Nothing here shares code with the
 * connector.
 */
@NullMarked
package io.pythoflow.job.mqtt.quirks;

import org.jspecify.annotations.NullMarked;
