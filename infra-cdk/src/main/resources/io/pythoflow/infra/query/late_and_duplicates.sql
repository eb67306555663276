-- Which sensors are late, or send twice?
-- The windows of the last eight days that this happened to, by sensor and day, the worst first:
-- readings that came after their window was reported, copies that were dropped, what came from a
-- gateway's buffer, and the most often that a window was corrected.
SELECT
    dt,
    sensor_id,
    gateway_id,
    sum("count") AS readings,
    coalesce(sum(late_count), 0) AS late,
    coalesce(sum(duplicate_count), 0) AS duplicates,
    coalesce(sum(historical_count), 0) AS from_buffer,
    max(revision) AS most_revisions
FROM sensor_aggregates_latest
WHERE dt >= CAST(CAST(current_date - INTERVAL '7' DAY AS DATE) AS VARCHAR)
    AND (late_count > 0 OR duplicate_count > 0 OR historical_count > 0 OR revision > 0)
GROUP BY dt, sensor_id, gateway_id
ORDER BY late + duplicates DESC, dt, sensor_id
