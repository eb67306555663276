-- The columns of the original Lambda, one row of each sensor and window. A mean that the sensor
-- lacks is null. Count and time of receipt are of one row, the newest that has them.
SELECT
    sensor_id AS identifier,
    max_by(reading_count, emitted_at) FILTER (WHERE reading_count IS NOT NULL) AS nodes_count,
    max(mean) FILTER (WHERE metric = 'temperature') AS temperature_mean,
    max(mean) FILTER (WHERE metric = 'humidity') AS humidity_mean,
    max(mean) FILTER (WHERE metric = 'soil_moisture_relative') AS soil_humidity_mean,
    max(mean) FILTER (WHERE metric = 'uv_intensity') AS uv_intensity_mean,
    max(mean) FILTER (WHERE metric = 'soil_temperature') AS soil_temperature_mean,
    max_by(received_at_mean_ms, emitted_at) FILTER (WHERE reading_count IS NOT NULL)
        AS ingestion_timestamp_mean,
    max(mean) FILTER (WHERE metric = 'light') AS light_mean,
    window_start,
    window_end,
    dt,
    "hour"
FROM sensor_aggregates_latest
GROUP BY dt, "hour", sensor_id, window_start, window_end
