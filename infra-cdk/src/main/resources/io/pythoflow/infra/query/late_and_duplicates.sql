-- Which sensors are late, or send twice?
-- The last eight days by sensor and day, the worst first: readings that came after their window
-- was first reported, copies that were dropped, what came from a gateway's buffer, and the most
-- often that a window was corrected.
SELECT
    dt,
    sensor_id,
    gateway_id,
    sum("count") AS readings,
    sum(late_count) AS late,
    sum(duplicate_count) AS duplicates,
    sum(historical_count) AS from_buffer,
    max(revision) AS most_revisions
FROM sensor_aggregates_latest
WHERE dt >= CAST(CAST(current_date - INTERVAL '7' DAY AS DATE) AS VARCHAR)
GROUP BY dt, sensor_id, gateway_id
HAVING sum(late_count) + sum(duplicate_count) + sum(historical_count) > 0
ORDER BY late + duplicates DESC, dt, sensor_id
