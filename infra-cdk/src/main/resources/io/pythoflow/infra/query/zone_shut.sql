-- Why did a zone stay shut?
-- What was decided in the last three days of the farm, how often, and in the words of the last
-- decision. Where no row of a zone and day has the action OPEN, the reason with the most times is
-- what kept it shut. A row with an outcome says what became of a run.
SELECT
    zone_id,
    local_date,
    action,
    reason,
    outcome,
    sum(alike) AS times,
    min(decided_at) AS since,
    max(decided_at) AS until,
    max_by(explanation, recorded_at) AS last_said
FROM (
    -- Evaluations of the same result as the row before have no row; the next one counts them.
    SELECT
        *,
        greatest(
            coalesce(
                lead(evaluations) OVER (
                    PARTITION BY zone_id, local_date, kind
                    ORDER BY decided_at
                ),
                1
            ),
            1
        ) AS alike
    FROM irrigation_decisions
    WHERE dt >= CAST(CAST(current_date - INTERVAL '3' DAY AS DATE) AS VARCHAR)
        AND mode <> 'evaluate'
) AS decided
GROUP BY zone_id, local_date, action, reason, outcome
ORDER BY local_date DESC, zone_id, times DESC
