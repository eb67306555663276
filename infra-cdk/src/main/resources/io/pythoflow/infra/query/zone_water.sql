-- How much water was each zone given?
-- The last eight days of the farm by zone. In mode advise nothing was watered: volume_l_ordered is
-- what would have been. The first day may be incomplete.
SELECT
    local_date,
    zone_id,
    mode,
    sum(openings) AS openings,
    sum(volume_l) AS volume_l,
    sum(run_s) / 60 AS minutes,
    sum(volume_l_ordered) AS volume_l_ordered,
    sum(runs_failed) AS runs_failed,
    max_by(last_moisture, last_decided_at) AS last_moisture,
    max_by(shut_reason, shut_evaluations) AS shut_reason
FROM zone_water
WHERE dt >= CAST(CAST(current_date - INTERVAL '8' DAY AS DATE) AS VARCHAR)
GROUP BY local_date, zone_id, mode
ORDER BY local_date DESC, zone_id, mode
