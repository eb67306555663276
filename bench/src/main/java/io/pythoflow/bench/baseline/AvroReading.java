package io.pythoflow.bench.baseline;

import org.apache.avro.reflect.AvroName;
import org.apache.avro.reflect.AvroSchema;
import org.apache.avro.reflect.Nullable;

/**
 * A row of {@code readings} for Avro's reflection, with the columns that the load has data for: a
 * metric that a reading does not have is null.
 */
public final class AvroReading {
    /** Epoch milliseconds, which become a timestamp of Parquet. */
    static final String INSTANT = "{\"type\": \"long\", \"logicalType\": \"timestamp-millis\"}";

    @AvroName("message_id")
    public String messageId = "";

    @AvroName("sensor_id")
    public String sensorId = "";

    @AvroName("ts")
    @AvroSchema(INSTANT)
    public long timestamp;

    @AvroName("received_at")
    @AvroSchema(INSTANT)
    public long receivedAt;

    @AvroName("soil_moisture")
    @Nullable public Double soilMoisture;

    @AvroName("soil_temperature")
    @Nullable public Double soilTemperature;

    @Nullable public Double humidity;

    @Nullable public Double light;

    @Nullable public Double battery;

    @Nullable public Double temperature;

    @Nullable public Double pressure;

    @AvroName("wind_gust")
    @Nullable public Double windGust;

    @Nullable public Double rain;

    @AvroName("wind_speed")
    @Nullable public Double windSpeed;

    public String topic = "";

    static AvroReading of(PlainReading reading) {
        AvroReading row = new AvroReading();
        row.messageId = reading.messageId;
        row.sensorId = reading.sensorId;
        row.timestamp = reading.timestamp;
        row.receivedAt = System.currentTimeMillis();
        row.soilMoisture = reading.values.get("soil_moisture");
        row.soilTemperature = reading.values.get("soil_temperature");
        row.humidity = reading.values.get("humidity");
        row.light = reading.values.get("light");
        row.battery = reading.values.get("battery");
        row.temperature = reading.values.get("temperature");
        row.pressure = reading.values.get("pressure");
        row.windGust = reading.values.get("wind_gust");
        row.rain = reading.values.get("rain");
        row.windSpeed = reading.values.get("wind_speed");
        row.topic = reading.topic;
        return row;
    }
}
