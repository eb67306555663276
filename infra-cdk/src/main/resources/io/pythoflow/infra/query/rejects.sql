-- Why were messages rejected?
-- The last two days by reason and topic, the most first, each with its newest payload.
SELECT
    reason,
    topic,
    count(*) AS messages,
    max(received_at) AS last_at,
    max_by(detail, received_at) AS last_detail,
    max_by(payload_text, received_at) AS last_payload
FROM rejected_messages
WHERE dt >= CAST(CAST(current_date - INTERVAL '1' DAY AS DATE) AS VARCHAR)
GROUP BY reason, topic
ORDER BY messages DESC, reason, topic
