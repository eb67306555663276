package io.pythoflow.sim.field.fault;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The ways in which a payload breaks. Every one leaves bytes that strict JSON refuses. */
enum Corruption {
    CUT_OFF {
        @Override
        byte[] corrupt(byte[] payload, Random random) {
            return Arrays.copyOf(payload, random.nextInt(Math.max(1, payload.length)));
        }
    },
    MISSING_COMMA {
        @Override
        byte[] corrupt(byte[] payload, Random random) {
            String text = text(payload);
            int comma = text.indexOf(',');
            return comma < 0
                    ? CUT_OFF.corrupt(payload, random)
                    : bytes(text.substring(0, comma) + text.substring(comma + 1));
        }
    },
    NOT_A_NUMBER {
        @Override
        byte[] corrupt(byte[] payload, Random random) {
            String text = text(payload);
            int values = Math.max(0, text.indexOf("\"values\""));
            Matcher matcher = NUMBER.matcher(text).region(values, text.length());
            List<MatchResult> numbers = matcher.results().toList();
            if (numbers.isEmpty()) {
                return CUT_OFF.corrupt(payload, random);
            }
            MatchResult hit = numbers.get(random.nextInt(numbers.size()));
            return bytes(text.substring(0, hit.start(1)) + "NaN" + text.substring(hit.end(1)));
        }
    },
    LOG_LINE {
        @Override
        byte[] corrupt(byte[] payload, Random random) {
            return bytes("[W][WiFiUdp] no answer from node, retrying\r\n");
        }
    },
    EMPTY {
        @Override
        byte[] corrupt(byte[] payload, Random random) {
            return new byte[0];
        }
    };

    private static final Pattern NUMBER = Pattern.compile(":(-?\\d+(?:\\.\\d+)?)");
    private static final List<Corruption> ALL = List.of(values());

    static Corruption random(Random random) {
        return ALL.get(random.nextInt(ALL.size()));
    }

    abstract byte[] corrupt(byte[] payload, Random random);

    private static String text(byte[] payload) {
        return new String(payload, StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
