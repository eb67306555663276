package io.pythoflow.bench.report;

/**
 * A column of a report.
 *
 * @param key its name in JSON
 * @param heading its name for people, with the unit
 * @param decimals of its numbers, for people; ignored for texts
 */
public record Column(String key, String heading, int decimals) {

    public static Column text(String key, String heading) {
        return new Column(key, heading, 0);
    }

    public static Column whole(String key, String heading) {
        return new Column(key, heading, 0);
    }

    public static Column decimal(String key, String heading, int decimals) {
        return new Column(key, heading, decimals);
    }

    String format(Object value) {
        if (value instanceof Number number) {
            return ("%,." + decimals + "f").formatted(number.doubleValue());
        }
        return value.toString();
    }
}
