package io.pythoflow.job.mqtt.quirks;

import io.netty.handler.codec.mqtt.MqttConnectMessage;
import java.util.ArrayList;
import java.util.List;

/** What clients did, in order. Broker thread. */
final class Ledger {
    final List<Long> connectTimes = new ArrayList<>();
    final List<MqttConnectMessage> connects = new ArrayList<>();
    final List<Integer> disconnectCodes = new ArrayList<>();
    final List<List<String>> subscriptions = new ArrayList<>();
    final List<List<String>> unsubscriptions = new ArrayList<>();
    final List<Published> published = new ArrayList<>();
    int pings;
}
