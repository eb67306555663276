package io.pythoflow.bench.load;

import java.util.List;

/**
 * A metric of the load, and its value in each reading: a fixed number of digits around a decimal
 * point, so that payloads are of one length.
 *
 * @param metric canonical name
 * @param digits of the value in all
 * @param decimals of them behind the point; 0 for none
 * @param least the least value, without its point
 * @param span how many values there are from there on
 * @param step from the value of one reading to that of the next; prime
 */
record Field(String metric, int digits, int decimals, long least, long span, long step) {

    /** In the order of the payload. */
    static final List<Field> ALL =
            List.of(
                    new Field("soil_moisture", 4, 2, 1_000, 5_000, 7_919),
                    new Field("soil_temperature", 4, 2, 1_000, 2_000, 7_907),
                    new Field("humidity", 4, 2, 3_000, 6_000, 7_901),
                    new Field("light", 3, 0, 100, 900, 7_883),
                    new Field("battery", 3, 2, 300, 120, 7_879),
                    new Field("temperature", 4, 2, 1_000, 2_500, 7_877),
                    new Field("pressure", 3, 1, 800, 200, 7_873),
                    new Field("wind_gust", 3, 1, 100, 100, 7_867),
                    new Field("rain", 3, 1, 100, 100, 7_853),
                    new Field("wind_speed", 3, 1, 100, 100, 7_841));

    static final int COUNT = 10;

    /** The digits of a reading's value, without the point. */
    long valueOf(long reading) {
        return least + reading * step % span;
    }
}
