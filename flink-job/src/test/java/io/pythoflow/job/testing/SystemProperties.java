package io.pythoflow.job.testing;

import java.util.HashMap;
import java.util.Map;

/** Sets system properties until it is closed. For tests that run alone in their process. */
public final class SystemProperties implements AutoCloseable {

    private final Map<String, String> before = new HashMap<>();

    private SystemProperties() {}

    public static SystemProperties set(Map<String, String> properties) {
        SystemProperties set = new SystemProperties();
        properties.forEach((key, value) -> set.before.put(key, System.setProperty(key, value)));
        return set;
    }

    @Override
    public void close() {
        before.forEach(
                (key, value) -> {
                    if (value == null) {
                        System.clearProperty(key);
                    } else {
                        System.setProperty(key, value);
                    }
                });
    }
}
