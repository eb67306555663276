-- One row of each zone, local day, mode and UTC day: what was decided, and what water came of it.
-- The UTC day belongs to the key so that a filter on dt reaches the files before the rows are
-- ranked. A local day lies in two of them. A run counts as its outcome says, and as ordered where
-- that does not say and water may have flowed.
SELECT
    zone_id,
    local_date,
    decided_mode AS mode,
    coalesce(CAST(sum(evaluations) FILTER (WHERE kind = 'evaluation') AS BIGINT), 0)
        AS evaluations,
    count(*) FILTER (WHERE kind = 'evaluation' AND action = 'OPEN') AS openings,
    count(*) FILTER (WHERE outcome IN ('completed', 'delivered')) AS runs_completed,
    count(*) FILTER (WHERE outcome IN ('rejected', 'expired', 'timed_out', 'aborted', 'unknown'))
        AS runs_failed,
    sum(depth_mm) FILTER (WHERE kind = 'evaluation') AS depth_mm_ordered,
    coalesce(CAST(sum(duration_s) FILTER (WHERE kind = 'evaluation') AS BIGINT), 0)
        AS run_s_ordered,
    coalesce(sum(volume_l) FILTER (WHERE kind = 'evaluation'), 0) AS volume_l_ordered,
    coalesce(sum(run_s), 0) AS run_s,
    coalesce(
        sum(coalesce(outcome_volume_l, volume_l * run_s / nullif(duration_s, 0)))
            FILTER (WHERE run_s IS NOT NULL),
        0
    ) AS volume_l,
    max_by(moisture, decided_at) FILTER (WHERE kind = 'evaluation' AND moisture IS NOT NULL)
        AS last_moisture,
    max_by(moisture_unit, decided_at) FILTER (WHERE kind = 'evaluation' AND moisture IS NOT NULL)
        AS moisture_unit,
    max_by(depletion_mm, decided_at)
        FILTER (WHERE kind = 'evaluation' AND depletion_mm IS NOT NULL) AS last_depletion_mm,
    max_by(et0_mm, decided_at) FILTER (WHERE kind = 'evaluation' AND et0_mm IS NOT NULL)
        AS last_et0_mm,
    max(rain_mm) FILTER (WHERE kind = 'evaluation') AS rain_mm,
    max_by(reason, alike) FILTER (WHERE kind = 'evaluation' AND action = 'NONE') AS shut_reason,
    max(alike) FILTER (WHERE kind = 'evaluation' AND action = 'NONE') AS shut_evaluations,
    max(decided_at) AS last_decided_at,
    dt
FROM (
    SELECT
        *,
        CASE
            WHEN outcome IN ('completed', 'delivered', 'aborted', 'timed_out', 'unknown')
                THEN coalesce(outcome_duration_s, duration_s)
            WHEN outcome <> 'advised' THEN coalesce(outcome_duration_s, 0)
        END AS run_s,
        CAST(
            sum(times) OVER (
                PARTITION BY dt, zone_id, local_date, decided_mode, kind, action, reason
            ) AS BIGINT
        ) AS alike
    FROM (
        -- Evaluations between two rows, which the later one counts, had the result of the earlier.
        SELECT
            *,
            coalesce(
                lead(evaluations) OVER (
                    PARTITION BY dt, zone_id, local_date, decided_mode, kind
                    ORDER BY decided_at
                ),
                1
            ) AS times
        FROM (
            -- The mode may have changed since the decision when its outcome comes.
            SELECT
                *,
                coalesce(
                    max(CASE WHEN kind = 'evaluation' THEN mode END) OVER (
                        PARTITION BY dt, "hour", decision_id
                    ),
                    mode
                ) AS decided_mode,
                row_number() OVER (
                    PARTITION BY dt, "hour", decision_id, kind
                    ORDER BY recorded_at DESC NULLS LAST
                ) AS age
            FROM irrigation_decisions
        ) AS aged
        WHERE age = 1 AND decided_mode <> 'evaluate'
    ) AS newest
) AS counted
GROUP BY dt, zone_id, local_date, decided_mode
