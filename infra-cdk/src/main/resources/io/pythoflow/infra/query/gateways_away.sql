-- Which gateways were away, and how long?
-- The last eight days, newest first. Without back_at a gateway is still away.
SELECT
    gateway_id,
    code AS why,
    away_since,
    back_at,
    date_diff('second', away_since, back_at) AS away_s
FROM (
    SELECT
        gateway_id,
        state,
        code,
        ts AS away_since,
        lead(CASE WHEN state = 'online' THEN ts END) OVER (
            PARTITION BY gateway_id
            ORDER BY ts
        ) AS back_at
    FROM gateway_events
    WHERE dt >= CAST(CAST(current_date - INTERVAL '7' DAY AS DATE) AS VARCHAR)
        AND kind = 'presence'
) AS presence
WHERE state = 'offline'
ORDER BY away_since DESC, gateway_id
