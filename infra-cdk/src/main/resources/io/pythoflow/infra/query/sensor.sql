-- What did a sensor measure?
-- The last two days of one sensor, newest first, as it was sent. Put your sensor for A1.
SELECT
    ts,
    soil_moisture,
    soil_moisture_relative,
    soil_temperature,
    temperature,
    humidity,
    battery,
    flags,
    ts_source,
    received_at
FROM readings
WHERE dt >= CAST(CAST(current_date - INTERVAL '1' DAY AS DATE) AS VARCHAR)
    AND sensor_id = 'A1'
ORDER BY ts DESC
LIMIT 1000
