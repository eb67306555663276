"""What the original's Lambda did with its raw files, from its description: for each half hour one file after the other is
read, its nodes are laid flat, and all of them are grouped by identifier into means, which become a Parquet file.

Usage: original_way.py RAW OUTPUT. Files are RAW/<topic>/yyyy-MM/dd/<epoch ms>.json, outputs OUTPUT/<epoch s>.parquet,
named after the start of the half hour. The last line says how many files there were and what they took.
"""

import json
import os
import sys
import time

import pandas as pd
import pyarrow.parquet  # noqa: F401  # Loaded before the clock starts, as in a Lambda that is warm.

INTERVAL_MILLIS = 30 * 60 * 1000
MEANS = ["temperature", "humidity", "soil_humidity", "uv_intensity", "soil_temperature"]


def files_by_interval(raw: str) -> dict[int, list[str]]:
    """The paths of the files of each half hour, in order of their time."""
    found = []
    for folder, _, names in os.walk(raw):
        for name in names:
            found.append((int(name.removesuffix(".json")), os.path.join(folder, name)))
    intervals: dict[int, list[str]] = {}
    for millis, path in sorted(found):
        intervals.setdefault(millis // INTERVAL_MILLIS, []).append(path)
    return intervals


def nodes_of(path: str) -> pd.DataFrame | None:
    """A row for each node of a message; none of a message that is no array of nodes."""
    with open(path, encoding="utf-8") as file:
        message = json.load(file)
    if "$unknown" not in message or "ingestion_timestamp" not in message:
        return None
    nodes = pd.json_normalize(message["$unknown"])
    nodes["ingestion_timestamp"] = message["ingestion_timestamp"]
    return nodes


def aggregate(paths: list[str]) -> pd.DataFrame:
    """Number and means of the nodes of each identifier."""
    frames = [nodes for nodes in map(nodes_of, paths) if nodes is not None]
    means = {f"{metric}_mean": (f"values.{metric}", "mean") for metric in MEANS}
    return (
        pd.concat(frames, ignore_index=True)
        .groupby("identifier")
        .agg(
            nodes_count=("identifier", "size"),
            **means,
            ingestion_timestamp_mean=("ingestion_timestamp", "mean"),
        )
        .reset_index()
    )


def main() -> None:
    raw, output = sys.argv[1:]
    os.makedirs(output, exist_ok=True)
    start, start_cpu = time.perf_counter_ns(), time.process_time_ns()
    files = 0
    for interval, paths in files_by_interval(raw).items():
        seconds = interval * INTERVAL_MILLIS // 1000
        aggregate(paths).to_parquet(os.path.join(output, f"{seconds}.parquet"))
        files += len(paths)
    print(
        f"@figures files={files} nanos={time.perf_counter_ns() - start}"
        f" cpuNanos={time.process_time_ns() - start_cpu}",
        flush=True,
    )


if __name__ == "__main__":
    main()
