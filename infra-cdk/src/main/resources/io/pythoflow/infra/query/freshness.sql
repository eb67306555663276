-- How fresh is every table?
-- The newest row of each table within two days, when it was stored by its own clock, and how old
-- that is. A table that is not listed has had no row since then.
SELECT
    table_name,
    row_count,
    newest,
    date_diff('second', newest, CAST(current_timestamp AT TIME ZONE 'UTC' AS TIMESTAMP)) AS age_s
FROM (
    SELECT 'readings' AS table_name, count(*) AS row_count, max(received_at) AS newest
    FROM readings
    WHERE dt >= CAST(CAST(current_date - INTERVAL '1' DAY AS DATE) AS VARCHAR)
    UNION ALL
    SELECT 'sensor_aggregates', count(*), max(emitted_at)
    FROM sensor_aggregates
    WHERE dt >= CAST(CAST(current_date - INTERVAL '1' DAY AS DATE) AS VARCHAR)
    UNION ALL
    SELECT 'rejected_messages', count(*), max(received_at)
    FROM rejected_messages
    WHERE dt >= CAST(CAST(current_date - INTERVAL '1' DAY AS DATE) AS VARCHAR)
    UNION ALL
    SELECT 'gateway_events', count(*), max(received_at)
    FROM gateway_events
    WHERE dt >= CAST(CAST(current_date - INTERVAL '1' DAY AS DATE) AS VARCHAR)
    UNION ALL
    SELECT 'irrigation_decisions', count(*), max(recorded_at)
    FROM irrigation_decisions
    WHERE dt >= CAST(CAST(current_date - INTERVAL '1' DAY AS DATE) AS VARCHAR)
) AS tables
WHERE row_count > 0
ORDER BY newest DESC
