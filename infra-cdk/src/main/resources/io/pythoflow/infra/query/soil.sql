-- How moist is the soil?
-- The last two days by sensor and metric, the driest first, with corrections taken in.
SELECT
    sensor_id,
    zone_id,
    metric,
    min(p05) AS dry,
    sum("sum") / sum("count") AS mean,
    max(p95) AS wet,
    max_by(last_value, last_at) AS last_value,
    max(last_at) AS last_at
FROM sensor_aggregates_latest
WHERE dt >= CAST(CAST(current_date - INTERVAL '1' DAY AS DATE) AS VARCHAR)
    AND metric IN ('soil_moisture', 'soil_moisture_relative')
GROUP BY sensor_id, zone_id, metric
ORDER BY metric, dry
