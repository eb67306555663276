package io.pythoflow.job.mqtt.quirks;

import org.jspecify.annotations.Nullable;

/**
 * A filter as a client subscribed to it.
 *
 * @param text the whole, with {@code $share/<group>/} if it is shared
 * @param group null if it is plain
 * @param topics the part that topics are compared with
 */
record TopicFilter(String text, @Nullable String group, String topics) {
    private static final String SHARE = "$share/";

    static TopicFilter parse(String text) {
        if (!text.startsWith(SHARE)) {
            return new TopicFilter(text, null, text);
        }

        int end = text.indexOf('/', SHARE.length());
        if (end < 0) {
            throw new IllegalArgumentException("The shared filter " + text + " names no topics");
        }

        return new TopicFilter(text, text.substring(SHARE.length(), end), text.substring(end + 1));
    }

    boolean isShared() {
        return group != null;
    }

    boolean hasWildcard() {
        return topics.contains("+") || topics.contains("#");
    }

    boolean matches(String topic) {
        String[] parts = topics.split("/", -1);
        String[] levels = topic.split("/", -1);
        // Topics of the broker's own are hidden from filters that begin with a wildcard.
        if (topic.startsWith("$") && (parts[0].equals("+") || parts[0].equals("#"))) {
            return false;
        }

        for (int i = 0; i < parts.length; i++) {
            if (parts[i].equals("#")) {
                return true;
            }

            if (i >= levels.length || (!parts[i].equals("+") && !parts[i].equals(levels[i]))) {
                return false;
            }
        }

        return parts.length == levels.length;
    }
}
