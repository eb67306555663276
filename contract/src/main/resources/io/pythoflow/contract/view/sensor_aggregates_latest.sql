-- One row of each window: the newest. The partition columns belong to the window's key so that a
-- filter on dt reaches the files before the rows are ranked.
SELECT
    sensor_id,
    gateway_id,
    zone_id,
    metric,
    unit,
    window_start,
    window_end,
    window_length_s,
    "count",
    expected_count,
    completeness,
    "min",
    "max",
    mean,
    "stddev",
    p05,
    p25,
    p50,
    p75,
    p95,
    "sum",
    time_weighted_mean,
    "first_value",
    first_at,
    "last_value",
    last_at,
    max_gap_s,
    slope_per_h,
    out_of_range_count,
    spike_count,
    late_count,
    duplicate_count,
    historical_count,
    flatline,
    quality,
    revision,
    emitted_at,
    origin,
    reading_count,
    received_at_mean_ms,
    dt,
    "hour"
FROM (
    SELECT
        *,
        row_number() OVER (
            PARTITION BY dt, "hour", sensor_id, metric, window_start, window_end
            ORDER BY emitted_at DESC NULLS LAST, revision DESC NULLS LAST
        ) AS age
    FROM sensor_aggregates
) AS aged
WHERE age = 1
